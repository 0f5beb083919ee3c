using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class CronJobsDoNotRestartAlways()
    : ObjectRule(
        new RuleInfo(
            "kube-score/cronjob-restartpolicy",
            RuleSeverity.Medium,
            "The pods of a CronJob do not restart after they succeed",
            "Set restartPolicy to Never or OnFailure.",
            "kube-score cronjob-restartpolicy"
        ),
        "spec.jobTemplate.spec.template.spec.restartPolicy",
        "CronJob"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect
            .OneOf("Never", "OnFailure")
            .Judge(one.Inputs.At("spec.jobTemplate.spec.template.spec.restartPolicy"), "restartPolicy");
    }
}
