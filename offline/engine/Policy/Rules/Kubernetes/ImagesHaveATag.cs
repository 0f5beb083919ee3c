using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ImagesHaveATag()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_14",
            RuleSeverity.Medium,
            "An image has a tag other than latest, or a digest",
            "Name the image by digest.",
            "Checkov CKV_K8S_14; kube-score container-image-tag"
        ),
        "image"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        if (container.Image is not { } image)
            return Expect.Set.Judge(container.Map["image"], "image") is { Kind: VerdictKind.Violation } missing
                ? missing
                : Verdict.Unknown("image is not known before the deployment; expected a tag or a digest");
        var name = image[(image.LastIndexOf('/') + 1)..];
        return Verdict.Holds(
            name.Contains('@', StringComparison.Ordinal) || name.Split(':') is [_, not ("" or "latest")],
            $"image is {image}; expected a digest, or a tag other than latest"
        );
    }
}
