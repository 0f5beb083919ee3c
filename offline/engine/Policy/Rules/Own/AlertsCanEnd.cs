using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class AlertsCanEnd()
    : ResourceRule(
        new RuleInfo(
            "own/alert-always-holds",
            RuleSeverity.Medium,
            "No alert condition is always true",
            "Change the threshold, or give the autoscaler room.",
            "cloud.google.com/monitoring/alerts/concepts-indepth: a condition that is always met keeps its incident open"
        ),
        GcpType.AlertPolicy
    )
{
    private const string AtMaximum = "kube_horizontalpodautoscaler_spec_max_replicas";

    public override string LooksAt => $"{base.LooksAt}: conditions[].conditionThreshold, conditionPrometheusQueryLanguage.query";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Known.At(resource.Inputs, "conditions") switch
        {
            null => Verdict.Pass,
            PlanList list => Verdict.Worst(
                list.Items.Select(condition => Verdict.Worst([Threshold(condition), Autoscalers(condition, plan)]))
            ),
            _ => Verdict.Unknown("conditions is not known before the deployment"),
        };

    // Counts, rates, latencies and shares are never below zero; a share is never above one.
    private static Verdict Threshold(PlanValue condition)
    {
        if (Known.At(condition, "conditionThreshold") is not { } threshold)
            return Verdict.Pass;
        var (comparison, value) = (Known.At(threshold, "comparison"), Known.At(threshold, "thresholdValue") ?? new PlanNumber(0));
        if (value is not PlanNumber number || comparison is not null && !Known.Is(comparison))
            return Verdict.Unknown("comparison or thresholdValue is not known before the deployment");
        var isShare = Known.Text(threshold.At("filter"))?.Contains("/utilization\"", StringComparison.Ordinal) ?? false;
        var always = Known.Text(comparison) switch
        {
            "COMPARISON_GE" => number.Value <= 0,
            "COMPARISON_GT" => number.Value < 0,
            "COMPARISON_LT" => isShare && number.Value > 1,
            "COMPARISON_LE" => isShare && number.Value >= 1,
            _ => false,
        };
        return Verdict.Holds(
            !always,
            $"{Known.Text(comparison)} {number.Value} is true for every value; expected a threshold that only some values cross"
        );
    }

    private static Verdict Autoscalers(PlanValue condition, PolicyPlan plan)
    {
        if (
            condition.At("conditionPrometheusQueryLanguage.query") is not PlanText { Text: var query }
            || !query.Contains(AtMaximum, StringComparison.Ordinal)
        )
            return Verdict.Pass;
        var stuck = plan.OfKind("HorizontalPodAutoscaler")
            .Where(one => one.Name is { } name && query.Contains(name, StringComparison.Ordinal))
            .Where(one =>
                one.Inputs.At("spec.minReplicas") is PlanNumber min
                && one.Inputs.At("spec.maxReplicas") is PlanNumber max
                && max.Value <= min.Value
            )
            .Select(one => one.Name)
            .ToList();
        return Verdict.Holds(
            stuck.Count == 0,
            $"{string.Join(", ", stuck)} is always at its maximum; expected maxReplicas above minReplicas"
        );
    }
}
