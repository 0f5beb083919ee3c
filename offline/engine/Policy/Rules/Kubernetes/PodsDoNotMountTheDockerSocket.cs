using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsDoNotMountTheDockerSocket()
    : PodRule(
        new RuleInfo(
            "CKV_K8S_27",
            RuleSeverity.Critical,
            "A pod does not mount the socket of the container runtime",
            "Remove the volume.",
            "Checkov CKV_K8S_27"
        ),
        "volumes[].hostPath.path"
    )
{
    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        return Each.Of(
            workload.PodSpec,
            "volumes",
            "hostPath.path",
            Expect.NoneOf("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock")
        );
    }
}
