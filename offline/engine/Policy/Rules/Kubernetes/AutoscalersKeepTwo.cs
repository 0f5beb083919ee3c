using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class AutoscalersKeepTwo()
    : ObjectRule(
        new RuleInfo(
            "kube-score/horizontalpodautoscaler-replicas",
            RuleSeverity.Medium,
            "An autoscaler keeps two pods",
            "Set spec.minReplicas to 2 or more.",
            "kube-score horizontalpodautoscaler-replicas"
        ),
        "spec.minReplicas",
        "HorizontalPodAutoscaler"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.Between(2, int.MaxValue).Judge(one.Inputs.At("spec.minReplicas"), "spec.minReplicas");
    }
}
