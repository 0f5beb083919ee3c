using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodePoolRepairsItself()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_9",
            RuleSeverity.Medium,
            "A node pool repairs its nodes",
            "Set management.autoRepair to true.",
            "Checkov CKV_GCP_9; CIS GKE 1.6, 5.5.2 (kube-bench gke-1.6.0)"
        ),
        "management.autoRepair",
        Expect.True,
        GcpType.NodePool
    );
