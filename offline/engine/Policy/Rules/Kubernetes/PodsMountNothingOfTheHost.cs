using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsMountNothingOfTheHost()
    : PodRule(
        new RuleInfo(
            "polaris/hostPathSet",
            RuleSeverity.High,
            "A pod mounts nothing of its host",
            "Remove the hostPath volume.",
            "Polaris hostPathSet; Pod Security baseline"
        ),
        "volumes[].hostPath"
    )
{
    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        return Each.Of(workload.PodSpec, "volumes", "hostPath", Expect.Absent);
    }
}
