using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class BudgetsFitTheAutoscaler()
    : ObjectRule(
        new RuleInfo(
            "polaris/pdbMinAvailableGreaterThanHPAMinReplicas",
            RuleSeverity.High,
            "A PodDisruptionBudget asks for fewer pods than the autoscaler keeps",
            "Set spec.minAvailable below the autoscaler's minReplicas: else no node can be drained.",
            "Polaris pdbMinAvailableGreaterThanHPAMinReplicas"
        ),
        "spec.minAvailable",
        "PodDisruptionBudget"
    )
{
    protected override bool AppliesTo(KubernetesObject one, PolicyPlan plan) => Pairs(one, plan).Any();

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Verdict.Worst(
            Pairs(one, plan)
                .Select(autoscaler =>
                    (Known.At(one.Inputs, "spec.minAvailable"), Known.At(autoscaler.Inputs, "spec.minReplicas")) switch
                    {
                        (null, _) => Verdict.Pass,
                        (PlanNumber kept, PlanNumber min) => Verdict.Holds(
                            kept.Value < min.Value,
                            $"spec.minAvailable is {kept.Value}, and the autoscaler keeps {min.Value}; expected fewer"
                        ),
                        (PlanText { Text: var text }, _) when Known.HasPlaceholder(text) is false => Verdict.Pass,
                        (PlanNumber { Value: 0 }, null) => Verdict.Pass,
                        (PlanNumber, null) => Verdict.Violation(
                            "spec.minAvailable is set, and the autoscaler may keep one pod; expected 0"
                        ),
                        _ => Verdict.Unknown("spec.minAvailable or minReplicas is not known before the deployment"),
                    }
                )
        );
    }

    private static IEnumerable<KubernetesObject> Pairs(KubernetesObject budget, PolicyPlan plan) =>
        plan
            .Workloads.Where(workload =>
                workload.Object.Namespace == budget.Namespace
                && Selector.Selects(budget.Inputs.At("spec.selector"), workload.PodLabels) == true
            )
            .SelectMany(workload => Objects.AutoscalersOf(workload.Object, plan));
}
