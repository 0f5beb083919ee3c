using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class SelinuxIsNotChanged()
    : ContainerRule(
        new RuleInfo(
            "pod-security/selinux",
            RuleSeverity.Medium,
            "A container has only SELinux options that the Pod Security baseline allows",
            "Remove seLinuxOptions.",
            "Pod Security baseline, kubernetes.io/docs/concepts/security/pod-security-standards"
        ),
        "securityContext.seLinuxOptions"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        return Verdict.Worst([
            Expect
                .OneOfOrAbsent("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
                .Judge(workload.SecurityOf(container, "seLinuxOptions.type"), "securityContext.seLinuxOptions.type"),
            Expect.Absent.Judge(workload.SecurityOf(container, "seLinuxOptions.user"), "securityContext.seLinuxOptions.user"),
            Expect.Absent.Judge(workload.SecurityOf(container, "seLinuxOptions.role"), "securityContext.seLinuxOptions.role"),
        ]);
    }
}
