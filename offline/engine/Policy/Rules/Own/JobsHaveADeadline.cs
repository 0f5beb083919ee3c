using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class JobsHaveADeadline()
    : ObjectRule(
        new RuleInfo(
            "own/job-deadline",
            RuleSeverity.Medium,
            "A Job that hangs is stopped",
            "Set spec.activeDeadlineSeconds.",
            "kubernetes.io/docs/concepts/workloads/controllers/job: Job termination and cleanup"
        ),
        "spec.activeDeadlineSeconds",
        "Job"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        Expect.Set.Judge(one.Inputs.At("spec.activeDeadlineSeconds"), "spec.activeDeadlineSeconds");
}
