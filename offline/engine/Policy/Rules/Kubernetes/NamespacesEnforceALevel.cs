using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class NamespacesEnforceALevel()
    : ObjectRule(
        new RuleInfo(
            "pod-security/namespace-enforces",
            RuleSeverity.High,
            "A namespace enforces a Pod Security level",
            "Set the label pod-security.kubernetes.io/enforce to restricted or baseline.",
            "Pod Security baseline, kubernetes.io/docs/concepts/security/pod-security-standards"
        ),
        "metadata.labels",
        "Namespace"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect
            .OneOf("restricted", "baseline")
            .Judge(one.Labels["pod-security.kubernetes.io/enforce"], "the label pod-security.kubernetes.io/enforce");
    }
}
