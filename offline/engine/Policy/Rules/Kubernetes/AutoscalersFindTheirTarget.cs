using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class AutoscalersFindTheirTarget()
    : ObjectRule(
        new RuleInfo(
            "kube-score/horizontalpodautoscaler-has-target",
            RuleSeverity.High,
            "An autoscaler scales an object of the plan",
            "Correct spec.scaleTargetRef.",
            "kube-score horizontalpodautoscaler-has-target"
        ),
        "spec.scaleTargetRef",
        "HorizontalPodAutoscaler"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var (kind, name) = (Known.Text(one.Inputs.At("spec.scaleTargetRef.kind")), Known.Text(one.Inputs.At("spec.scaleTargetRef.name")));
        if (kind is null || name is null)
            return Verdict.Unknown("spec.scaleTargetRef is not known before the deployment; expected an object of the plan");
        return Verdict.Holds(Objects.Find(kind, name, one, plan) is not null, $"there is no {kind} {name} in the namespace; expected one");
    }
}
