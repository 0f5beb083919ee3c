using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersDropRawSockets()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_28",
            RuleSeverity.Medium,
            "A container drops the capability NET_RAW",
            "Drop ALL in securityContext.capabilities.",
            "Checkov CKV_K8S_28"
        ),
        "securityContext.capabilities.drop"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var drop = Known.At(container.Map, "securityContext.capabilities.drop");
        if (drop is PlanList list && list.Items.Any(item => Known.Text(item) is "ALL" or "NET_RAW"))
            return Verdict.Pass;
        return drop is null || Known.Is(drop)
            ? Verdict.Violation("securityContext.capabilities.drop has neither ALL nor NET_RAW; expected one of them")
            : Verdict.Unknown("securityContext.capabilities.drop is not known before the deployment; expected ALL or NET_RAW");
    }
}
