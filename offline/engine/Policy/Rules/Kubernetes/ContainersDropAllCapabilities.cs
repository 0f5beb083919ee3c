using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersDropAllCapabilities()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_37",
            RuleSeverity.Medium,
            "A container drops every capability",
            "Drop ALL in securityContext.capabilities.",
            "Checkov CKV_K8S_37; Pod Security restricted"
        ),
        "securityContext.capabilities.drop"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var drop = Known.At(container.Map, "securityContext.capabilities.drop");
        if (drop is PlanList list && list.Items.Any(item => Known.Text(item) is "ALL"))
            return Verdict.Pass;
        return drop is null || Known.Is(drop)
            ? Verdict.Violation("securityContext.capabilities.drop does not have ALL; expected it")
            : Verdict.Unknown("securityContext.capabilities.drop is not known before the deployment; expected ALL");
    }
}
