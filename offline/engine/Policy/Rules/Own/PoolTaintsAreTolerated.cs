using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class PoolTaintsAreTolerated()
    : PodRule(
        new RuleInfo(
            "own/tainted-pool",
            RuleSeverity.High,
            "A pod tolerates the taints of the node pool that it selects",
            "Add tolerations for the taints of the pool.",
            "kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration"
        ),
        "nodeSelector, tolerations"
    )
{
    protected override bool AppliesTo(Workload workload, PolicyPlan plan) => Pools(workload, plan).Any();

    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        var tolerations = Known.At(workload.PodSpec, "tolerations");
        if (tolerations is not null && !Known.Is(tolerations))
            return Verdict.Unknown("tolerations is not known before the deployment; expected one for each taint of the pool");
        var all = (tolerations as PlanList)?.Items ?? [];
        return Verdict.Holds(
            Pools(workload, plan).Any(pool => Taints(pool).All(taint => all.Any(one => Tolerates(one, taint)))),
            "every node pool with the labels of nodeSelector has a taint that the pod does not tolerate; expected a toleration"
        );
    }

    private static IEnumerable<PlanResource> Pools(Workload workload, PolicyPlan plan) =>
        workload.PodSpec["nodeSelector"] is PlanMap { Entries.Count: > 0 } selector
            ? plan.OfType(GcpType.NodePool)
                .Where(pool =>
                    selector.Entries.All(pair => PlanValue.Same(pool.Inputs.At("nodeConfig.labels")?.At($"[\"{pair.Key}\"]"), pair.Value))
                )
            : [];

    private static IReadOnlyList<PlanValue> Taints(PlanResource pool) => (pool.Inputs.At("nodeConfig.taints") as PlanList)?.Items ?? [];

    private static bool Tolerates(PlanValue toleration, PlanValue taint) =>
        (Known.Text(toleration.At("operator")), Known.Text(toleration.At("key"))) switch
        {
            ("Exists", null) => true,
            ("Exists", var key) => key == Known.Text(taint.At("key")),
            (_, var key) => key == Known.Text(taint.At("key")) && Known.Text(toleration.At("value")) == Known.Text(taint.At("value")),
        };
}
