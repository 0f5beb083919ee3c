using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodesHaveNoPublicAddresses()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_64",
            RuleSeverity.High,
            "The nodes of a GKE cluster have no public addresses",
            "Set privateClusterConfig.enablePrivateNodes to true.",
            "Checkov CKV_GCP_64; CIS GKE 1.6, 5.6.5 (kube-bench gke-1.6.0)"
        ),
        "privateClusterConfig.enablePrivateNodes",
        Expect.True,
        GcpType.Cluster
    );
