using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Monitoring.Inputs;

namespace PmCrm.Components.Operations;

/// <summary>One alert: what went wrong, how bad it is, and what to do first.</summary>
/// <param name="Key">Part of the resource's name.</param>
/// <param name="Title">What went wrong, in a few words.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="FirstStep">What to do first, for whoever is woken.</param>
/// <param name="Condition">When it goes off.</param>
internal sealed record Alert(string Key, string Title, AlertSeverity Severity, string FirstStep, AlertPolicyConditionArgs Condition);

/// <summary>How bad an alert is.</summary>
internal enum AlertSeverity
{
    /// <summary>Users are affected now.</summary>
    Critical,

    /// <summary>Data is at risk, or users will be affected soon.</summary>
    Error,

    /// <summary>Can wait for the morning.</summary>
    Warning,
}

/// <summary>The three kinds of condition that the alerts use.</summary>
internal static class AlertCondition
{
    /// <summary>A metric stays above (or below) a value.</summary>
    public static AlertPolicyConditionArgs Threshold(
        Input<string> filter,
        double value,
        TimeSpan lasting,
        AlertPolicyConditionConditionThresholdAggregationArgs aggregation,
        string comparison = "COMPARISON_GT"
    ) =>
        new()
        {
            DisplayName = "Threshold",
            ConditionThreshold = new AlertPolicyConditionConditionThresholdArgs
            {
                Filter = filter,
                Comparison = comparison,
                ThresholdValue = value,
                Duration = lasting.ToApiSeconds(),
                Aggregations = { aggregation },
                Trigger = new AlertPolicyConditionConditionThresholdTriggerArgs { Count = 1 },
            },
        };

    /// <summary>A log entry appears.</summary>
    public static AlertPolicyConditionArgs Log(Input<string> filter) =>
        new()
        {
            DisplayName = "Log entry",
            ConditionMatchedLog = new AlertPolicyConditionConditionMatchedLogArgs { Filter = filter },
        };

    /// <summary>A query of Managed Prometheus keeps giving results.</summary>
    public static AlertPolicyConditionArgs Query(Input<string> query, TimeSpan lasting) =>
        new()
        {
            DisplayName = "Query",
            ConditionPrometheusQueryLanguage = new AlertPolicyConditionConditionPrometheusQueryLanguageArgs
            {
                Query = query,
                Duration = lasting.ToApiSeconds(),
                EvaluationInterval = "60s",
                // A new cluster has not written the metric yet, and Google would refuse an alert on an unknown metric.
                DisableMetricValidation = true,
            },
        };

    /// <summary>How time series are aggregated to one value.</summary>
    public static AlertPolicyConditionConditionThresholdAggregationArgs Aggregate(
        TimeSpan window,
        string aligner,
        string? reducer = null,
        params string[] by
    )
    {
        var aggregation = new AlertPolicyConditionConditionThresholdAggregationArgs
        {
            AlignmentPeriod = window.ToApiSeconds(),
            PerSeriesAligner = aligner,
        };
        if (reducer is not null)
            aggregation.CrossSeriesReducer = reducer;
        if (by is not [])
            aggregation.GroupByFields = by;
        return aggregation;
    }
}
