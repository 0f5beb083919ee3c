using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersDoNotRunAsRoot()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_23",
            RuleSeverity.High,
            "A container does not run as root",
            "Set runAsNonRoot to true in the pod's securityContext.",
            "Checkov CKV_K8S_23; Pod Security restricted"
        ),
        "securityContext.runAsNonRoot, runAsUser"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var user = workload.SecurityOf(container, "runAsUser");
        if (user is PlanNumber { Value: > 0 })
            return Verdict.Pass;
        if (user is not null && !Known.Is(user))
            return Verdict.Unknown("securityContext.runAsUser is not known before the deployment; expected a user above 0");
        return user is PlanNumber
            ? Verdict.Violation("securityContext.runAsUser is 0; expected a user above 0")
            : Expect.True.Judge(workload.SecurityOf(container, "runAsNonRoot"), "securityContext.runAsNonRoot");
    }
}
