using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DeploymentsSpreadOverHosts()
    : ObjectRule(
        new RuleInfo(
            "kube-score/deployment-has-host-podantiaffinity",
            RuleSeverity.Low,
            "The pods of a Deployment have an anti-affinity by host",
            "Set affinity.podAntiAffinity over kubernetes.io/hostname.",
            "kube-score deployment-has-host-podantiaffinity"
        ),
        "spec.template.spec.affinity.podAntiAffinity",
        "Deployment"
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
