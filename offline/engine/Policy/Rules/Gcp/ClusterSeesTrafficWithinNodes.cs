using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterSeesTrafficWithinNodes()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_61",
            RuleSeverity.Medium,
            "A GKE cluster has intranode visibility",
            "Set enableIntranodeVisibility to true.",
            "Checkov CKV_GCP_61; CIS GKE 1.6, 5.6.1 (kube-bench gke-1.6.0)"
        ),
        "enableIntranodeVisibility",
        Expect.True,
        GcpType.Cluster
    );
