using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodePoolUpgradesItself()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_10",
            RuleSeverity.Medium,
            "A node pool upgrades its nodes",
            "Set management.autoUpgrade to true.",
            "Checkov CKV_GCP_10; CIS GKE 1.6, 5.5.3 (kube-bench gke-1.6.0)"
        ),
        "management.autoUpgrade",
        Expect.True,
        GcpType.NodePool
    );
