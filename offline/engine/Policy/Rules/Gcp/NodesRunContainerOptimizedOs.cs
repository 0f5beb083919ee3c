using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodesRunContainerOptimizedOs()
    : PropertyRule(
        new RuleInfo(
            "CIS_GKE_5_5_1",
            RuleSeverity.Medium,
            "Nodes run Container-Optimized OS",
            "Set nodeConfig.imageType to COS_CONTAINERD.",
            "CIS GKE 1.6, 5.5.1 (kube-bench gke-1.6.0)"
        ),
        "nodeConfig.imageType",
        Expect.OneOf("COS_CONTAINERD", "cos_containerd"),
        GcpType.Cluster,
        GcpType.NodePool
    )
{
    // A cluster that removes its default pool has no nodes of its own, unless it sets their configuration.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        resource.Type == GcpType.NodePool || Known.At(resource.Inputs, "nodeConfig") is not null;
}
