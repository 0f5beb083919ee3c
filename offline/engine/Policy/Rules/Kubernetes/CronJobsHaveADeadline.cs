using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class CronJobsHaveADeadline()
    : ObjectRule(
        new RuleInfo(
            "kube-score/cronjob-has-deadline",
            RuleSeverity.Low,
            "A CronJob has a deadline for a late start",
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
