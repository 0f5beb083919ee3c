using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DeploymentsRoll()
    : ObjectRule(
        new RuleInfo(
            "kube-score/deployment-strategy",
            RuleSeverity.Medium,
            "A Deployment that gets requests is updated pod by pod",
            "Set spec.strategy.type to RollingUpdate.",
            "kube-score deployment-strategy"
        ),
        "spec.strategy.type",
        "Deployment"
    )
{
    protected override bool AppliesTo(KubernetesObject one, PolicyPlan plan) => Objects.ServicesOf(one, plan).Any();

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.OneOfOrAbsent("RollingUpdate").Judge(one.Inputs.At("spec.strategy.type"), "spec.strategy.type");
    }
}
