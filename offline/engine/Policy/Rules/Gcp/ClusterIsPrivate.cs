using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterIsPrivate()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_25",
            RuleSeverity.High,
            "A GKE cluster is private",
            "Set privateClusterConfig.",
            "Checkov CKV_GCP_25; CIS GKE 1.6, 5.6.4 (kube-bench gke-1.6.0)"
        ),
        "privateClusterConfig",
        Expect.Set,
        GcpType.Cluster
    );
