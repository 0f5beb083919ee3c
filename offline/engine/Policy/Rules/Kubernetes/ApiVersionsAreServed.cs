using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ApiVersionsAreServed()
    : PolicyRule(
        new RuleInfo(
            "kube-score/stable-version",
            RuleSeverity.High,
            "An object has an API version that clusters still serve",
            "Use the version that the deprecation guide names.",
            "kube-score stable-version; kubernetes.io/docs/reference/using-api/deprecation-guide"
        )
    )
{
    private static readonly string[] Removed =
    [
        "extensions/v1beta1",
        "apps/v1beta1",
        "apps/v1beta2",
        "batch/v1beta1",
        "batch/v2alpha1",
        "policy/v1beta1",
        "autoscaling/v2beta1",
        "autoscaling/v2beta2",
        "networking.k8s.io/v1beta1",
        "rbac.authorization.k8s.io/v1beta1",
        "admissionregistration.k8s.io/v1beta1",
        "apiextensions.k8s.io/v1beta1",
        "certificates.k8s.io/v1beta1",
        "coordination.k8s.io/v1beta1",
        "discovery.k8s.io/v1beta1",
        "scheduling.k8s.io/v1beta1",
        "storage.k8s.io/v1beta1",
    ];

    public override string LooksAt => "kubernetes: every object: apiVersion";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        plan.Objects.Select(one => new Judgement(
            one.Resource,
            Verdict.Holds(!Removed.Contains(one.Group), $"apiVersion is {one.Group}, which clusters no longer serve; expected a newer one")
        ));
}
