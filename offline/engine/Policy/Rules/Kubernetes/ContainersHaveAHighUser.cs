using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersHaveAHighUser()
    : ContainerRule(
        new RuleInfo(
            "CKV_K8S_40",
            RuleSeverity.Low,
            "A container runs as a user that no host has",
            "Set runAsUser to 10000 or above.",
            "Checkov CKV_K8S_40; kube-score container-security-context-user-group-id"
        ),
        "securityContext.runAsUser"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Known.IsBool(workload.PodSpec["hostUsers"], false)
            ? Verdict.Pass
            : Expect.Between(10_000, uint.MaxValue).Judge(workload.SecurityOf(container, "runAsUser"), "securityContext.runAsUser");
    }
}
