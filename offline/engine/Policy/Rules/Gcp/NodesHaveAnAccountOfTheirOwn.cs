using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodesHaveAnAccountOfTheirOwn()
    : PropertyRule(
        new RuleInfo(
            "CIS_GKE_5_2_1",
            RuleSeverity.High,
            "Nodes do not run as the default service account of Compute Engine",
            "Set nodeConfig.serviceAccount to an account with only what a node needs.",
            "CIS GKE 1.6, 5.2.1 (kube-bench gke-1.6.0)"
        ),
        "nodeConfig.serviceAccount",
        Expect.Set,
        GcpType.Cluster,
        GcpType.NodePool
    )
{
    // A cluster that removes its default pool has no nodes of its own, unless it sets their configuration.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        resource.Type == GcpType.NodePool || Known.At(resource.Inputs, "nodeConfig") is not null;
}
