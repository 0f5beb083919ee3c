using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ImagesArePulledAlways()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_15",
            RuleSeverity.Low,
            "An image is pulled at every start, so that access to it is checked",
            "Set imagePullPolicy to Always.",
            "Checkov CKV_K8S_15; kube-score container-image-pull-policy"
        ),
        "imagePullPolicy"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var policy = Known.At(container.Map, "imagePullPolicy");
        if (
            policy is null
            && container.Image is { } image
            && (image.Contains('@', StringComparison.Ordinal) || image.EndsWith(":latest", StringComparison.Ordinal))
        )
            return Verdict.Pass;
        return Expect.OneOf("Always").Judge(policy, "imagePullPolicy");
    }
}
