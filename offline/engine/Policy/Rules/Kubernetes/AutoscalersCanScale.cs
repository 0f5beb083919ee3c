using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class AutoscalersCanScale()
    : ObjectRule(
        new RuleInfo(
            "polaris/hpaMaxAvailability",
            RuleSeverity.Medium,
            "An autoscaler may make more pods than it must keep",
            "Set spec.maxReplicas above spec.minReplicas.",
            "Polaris hpaMaxAvailability"
        ),
        "spec.minReplicas, spec.maxReplicas",
        "HorizontalPodAutoscaler"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var (min, max) = (Known.At(one.Inputs, "spec.minReplicas") ?? new PlanNumber(1), Known.At(one.Inputs, "spec.maxReplicas"));
        return (min, max) switch
        {
            (PlanNumber low, PlanNumber high) => Verdict.Holds(
                high.Value > low.Value,
                $"spec.maxReplicas is {high.Value}, not above spec.minReplicas {low.Value}; expected room to scale"
            ),
            (_, null) => Verdict.Violation("spec.maxReplicas is not set; expected more than spec.minReplicas"),
            _ => Verdict.Unknown("spec.minReplicas or spec.maxReplicas is not known before the deployment; expected room to scale"),
        };
    }
}
