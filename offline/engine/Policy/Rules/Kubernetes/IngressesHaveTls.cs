using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class IngressesHaveTls()
    : ObjectRule(
        new RuleInfo(
            "polaris/tlsSettingsMissing",
            RuleSeverity.High,
            "An Ingress is served over TLS",
            "Set spec.tls.",
            "Polaris tlsSettingsMissing"
        ),
        "spec.tls",
        "Ingress"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.Set.Judge(one.Inputs.At("spec.tls"), "spec.tls");
    }
}
