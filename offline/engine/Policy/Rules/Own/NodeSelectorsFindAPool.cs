using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class NodeSelectorsFindAPool()
    : PodRule(
        new RuleInfo(
            "own/dangling-node-selector",
            RuleSeverity.High,
            "The nodeSelector of a pod matches a node pool of the plan",
            "Give a node pool the label, or correct nodeSelector.",
            "kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node"
        ),
        "nodeSelector"
    )
{
    // Only where the plan makes the nodes; labels with a slash are given by Kubernetes and the cloud.
    protected override bool AppliesTo(Workload workload, PolicyPlan plan) =>
        plan.OfType(GcpType.NodePool).Any() && Known.At(workload.PodSpec, "nodeSelector") is not null;

    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        if (workload.PodSpec["nodeSelector"] is not PlanMap selector)
            return Verdict.Unknown("nodeSelector is not known before the deployment; expected a label of a node pool");
        var labels = plan.OfType(GcpType.NodePool).Select(pool => pool.Inputs.At("nodeConfig.labels") as PlanMap ?? PlanMap.Empty).ToList();
        var own = selector.Entries.Where(pair => !pair.Key.Contains('/', StringComparison.Ordinal)).ToList();
        if (own.Any(pair => !Known.Is(pair.Value)))
            return Verdict.Unknown("nodeSelector is not known before the deployment; expected a label of a node pool");
        return Verdict.Holds(
            labels.Any(given => own.All(pair => PlanValue.Same(given[pair.Key], pair.Value))),
            $"no node pool has the labels {string.Join(", ", own.Select(pair => $"{pair.Key}={Known.Text(pair.Value)}"))}; expected one that has"
        );
    }
}
