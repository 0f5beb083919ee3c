using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersAreNotHostProcesses()
    : ContainerRule(
        new RuleInfo(
            "pod-security/host-process",
            RuleSeverity.Critical,
            "A container is not a process of a Windows host",
            "Remove windowsOptions.hostProcess.",
            "Pod Security baseline, kubernetes.io/docs/concepts/security/pod-security-standards"
        ),
        "securityContext.windowsOptions.hostProcess"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Expect.NotTrue.Judge(
            workload.SecurityOf(container, "windowsOptions.hostProcess"),
            "securityContext.windowsOptions.hostProcess"
        );
    }
}
