using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DeploymentsHaveTwoPods()
    : ObjectRule(
        new RuleInfo(
            "kube-score/deployment-replicas",
            RuleSeverity.Medium,
            "A Deployment that gets requests has two pods or an autoscaler",
            "Set spec.replicas to 2 or more, or make a HorizontalPodAutoscaler.",
            "kube-score deployment-replicas"
        ),
        "spec.replicas",
        "Deployment"
    )
{
    protected override bool AppliesTo(KubernetesObject one, PolicyPlan plan) =>
        Objects.ServicesOf(one, plan).Any() && !Objects.AutoscalersOf(one, plan).Any();

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.Between(2, int.MaxValue).Judge(one.Inputs.At("spec.replicas"), "spec.replicas");
    }
}
