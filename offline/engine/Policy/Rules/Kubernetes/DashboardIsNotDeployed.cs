using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DashboardIsNotDeployed()
    : ContainerRule(
        new RuleInfo("CKV_K8S_33", RuleSeverity.High, "No pod runs the Kubernetes dashboard", "Remove it.", "Checkov CKV_K8S_33"),
        "image"
    )
{
    private static readonly string[] Words = ["kubernetesui/dashboard", "kubernetes-dashboard"];

    private static readonly Expectation Other = new("another image", true, value =>
        value is PlanText text && !Words.Any(word => text.Text.Contains(word, StringComparison.Ordinal))
    );

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Other.Judge(container.Map["image"], "image");
    }
}
