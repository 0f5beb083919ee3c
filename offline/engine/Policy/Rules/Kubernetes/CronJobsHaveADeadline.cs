using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class CronJobsHaveADeadline()
    : ObjectRule(
        new RuleInfo(
            "kube-score/cronjob-has-deadline",
            RuleSeverity.Low,
            "A CronJob that could not start in time is skipped",
            "Set spec.startingDeadlineSeconds.",
            "kube-score cronjob-has-deadline"
        ),
        "spec.startingDeadlineSeconds",
        "CronJob"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.Set.Judge(one.Inputs.At("spec.startingDeadlineSeconds"), "spec.startingDeadlineSeconds");
    }
}
