using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class AlertsReachSomebody()
    : ResourceRule(
        new RuleInfo(
            "own/alert-without-channel",
            RuleSeverity.High,
            "An alert is enabled and has a notification channel",
            "Set notificationChannels, and leave enabled out.",
            "cloud.google.com/monitoring/alerts: without a channel nobody is notified of an incident"
        ),
        GcpType.AlertPolicy
    )
{
    public override string LooksAt => $"{base.LooksAt}: notificationChannels, enabled";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Worst([
            Known.At(resource.Inputs, "notificationChannels") is PlanList { Items.Count: 0 }
                ? Verdict.Violation("notificationChannels is empty; expected at least one")
                : Expect.Set.Judge(resource.Inputs["notificationChannels"], "notificationChannels"),
            Expect.NotFalse.Judge(resource.Inputs["enabled"], "enabled"),
        ]);
}
