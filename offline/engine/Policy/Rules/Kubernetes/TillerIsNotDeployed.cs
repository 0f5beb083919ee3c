using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class TillerIsNotDeployed()
    : ContainerRule(
        new RuleInfo("CKV_K8S_34", RuleSeverity.High, "No pod runs Tiller, the server of Helm 2", "Remove it.", "Checkov CKV_K8S_34"),
        "image"
    )
{
    private static readonly string[] Words = ["kubernetes-helm/tiller"];

    private static readonly Expectation Other = new("another image", true, value =>
        value is PlanText text && !Words.Any(word => text.Text.Contains(word, StringComparison.Ordinal))
    );

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Other.Judge(container.Map["image"], "image");
    }
}
