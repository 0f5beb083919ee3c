using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class KernelSettingsAreSafe()
    : PodRule(
        new RuleInfo(
            "pod-security/sysctls",
            RuleSeverity.Medium,
            "A pod sets only safe sysctls",
            "Remove the others from securityContext.sysctls.",
            "Pod Security baseline, kubernetes.io/docs/concepts/security/pod-security-standards"
        ),
        "securityContext.sysctls[].name"
    )
{
    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        return Each.Of(workload.PodSpec, "securityContext.sysctls", "name", Safe);
    }

    private static readonly Expectation Safe = Expect.OneOf(
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes"
    );
}
