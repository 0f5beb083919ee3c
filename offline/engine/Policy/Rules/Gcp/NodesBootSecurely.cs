using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodesBootSecurely()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_68",
            RuleSeverity.High,
            "Nodes boot only software that is signed",
            "Set nodeConfig.shieldedInstanceConfig.enableSecureBoot to true.",
            "Checkov CKV_GCP_68; CIS GKE 1.6, 5.5.7 (kube-bench gke-1.6.0)"
        ),
        "nodeConfig.shieldedInstanceConfig.enableSecureBoot",
        Expect.True,
        GcpType.Cluster,
        GcpType.NodePool
    )
{
    // A cluster that removes its default pool has no nodes of its own, unless it sets their configuration.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        resource.Type == GcpType.NodePool || Known.At(resource.Inputs, "nodeConfig") is not null;
}
