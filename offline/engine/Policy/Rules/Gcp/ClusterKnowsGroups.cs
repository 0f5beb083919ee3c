using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterKnowsGroups()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_65",
            RuleSeverity.Low,
            "A GKE cluster grants rights to Google groups",
            "Set authenticatorGroupsConfig.securityGroup.",
            "Checkov CKV_GCP_65; CIS GKE 1.6, 5.8.2 (kube-bench gke-1.6.0)"
        ),
        "authenticatorGroupsConfig.securityGroup",
        Expect.Set,
        GcpType.Cluster
    );
