using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class StatefulSetsSpreadOverHosts()
    : ObjectRule(
        new RuleInfo(
            "kube-score/statefulset-has-host-podantiaffinity",
            RuleSeverity.Low,
            "The pods of a StatefulSet have an anti-affinity by host",
            "Set affinity.podAntiAffinity over kubernetes.io/hostname.",
            "kube-score statefulset-has-host-podantiaffinity"
        ),
        "spec.template.spec.affinity.podAntiAffinity",
        "StatefulSet"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Verdict.Holds(
            Known.At(one.Inputs, "spec.template.spec.affinity.podAntiAffinity") is { } affinity
                && Expectation.HasText(affinity, "kubernetes.io/hostname"),
            "no podAntiAffinity over kubernetes.io/hostname; expected one"
        );
    }
}
