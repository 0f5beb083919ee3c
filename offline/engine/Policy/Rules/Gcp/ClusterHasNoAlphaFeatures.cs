using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterHasNoAlphaFeatures()
    : PropertyRule(
        new RuleInfo(
            "CKV2_GCP_19",
            RuleSeverity.High,
            "A GKE cluster has no alpha features",
            "Leave enableKubernetesAlpha out: such a cluster is deleted after 30 days.",
            "Checkov CKV2_GCP_19; CIS GKE 1.6, 5.10.2 (kube-bench gke-1.6.0)"
        ),
        "enableKubernetesAlpha",
        Expect.NotTrue,
        GcpType.Cluster
    );
