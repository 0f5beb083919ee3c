using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ImagesAreNamedByDigest()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_43",
            RuleSeverity.Medium,
            "An image is named by its digest",
            "Write the image as NAME@sha256:DIGEST.",
            "Checkov CKV_K8S_43"
        ),
        "image"
    )
{
    private static readonly Expectation Digest = new("a digest", false, value =>
        value is PlanText text && text.Text.Contains("@sha256:", StringComparison.Ordinal)
    );

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Digest.Judge(container.Map["image"], "image");
    }
}
