using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ServicesSelectPods()
    : ObjectRule(
        new RuleInfo(
            "kube-score/service-targets-pod",
            RuleSeverity.High,
            "A Service selects pods",
            "Correct selector: without pods every request fails.",
            "kube-score service-targets-pod"
        ),
        "spec.selector",
        "Service"
    )
{
    protected override bool AppliesTo(KubernetesObject one, PolicyPlan plan) =>
        Known.At(one.Inputs, "spec.selector") is not null && Known.Text(one.Inputs.At("spec.type")) != "ExternalName";

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Objects.SelectsPods(one, "spec.selector", plan);
    }
}
