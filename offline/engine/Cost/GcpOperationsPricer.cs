using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Cloud Logging and Cloud Monitoring.</summary>
internal static partial class GcpOperationsPricer
{
    // cloud.google.com/stackdriver/pricing: the price of ingestion includes 30 days of retention.
    private const decimal RetentionDaysOfIngestion = 30;

    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        ["gcp:logging/projectBucketConfig:ProjectBucketConfig"] = LogBucket,
        ["gcp:monitoring/alertPolicy:AlertPolicy"] = AlertPolicy,
        ["gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig"] = UptimeCheck,
    };

    private static void LogBucket(Estimator all, PlanResource bucket)
    {
        all.BillUsage(
            bucket,
            "log ingestion",
            Item.Gcp("logging.ingest", Price.Everywhere, "gb"),
            "logging.ingest",
            allotment: "logging.free"
        );
        var months = ((bucket.Number("retentionDays") ?? RetentionDaysOfIngestion) - RetentionDaysOfIngestion) / RetentionDaysOfIngestion;
        const string What = "log retention above 30 days";
        if (months > 0 && all.Assumed(bucket, What, "logging.ingest", "gb") is { } ingested)
            all.BillAssumed(bucket, What, Item.Gcp("logging.retention", Price.Everywhere, "gb-month"), CostRange.Fixed(ingested * months));
    }

    // Conditions over metrics are billed since 2026, those over log entries are not.
    private static void AlertPolicy(Estimator all, PlanResource policy)
    {
        var references = policy.Inputs.List("conditions").Sum(MetricsOf);
        if (references == 0)
        {
            all.Free(policy, "conditions over log entries are not billed (general knowledge)");
            return;
        }
        all.Bill(
            policy,
            "metrics in alert conditions",
            Item.Gcp("monitoring.alert.metric-reference", Price.Everywhere, "month"),
            CostRange.Fixed(references)
        );
        all.BillUsage(
            policy,
            "points that alerts read",
            Item.Gcp("monitoring.alert.points", Price.Everywhere, "1m points"),
            "alert.points"
        );
    }

    private static int MetricsOf(PlanValue condition) =>
        condition.At("conditionThreshold.filter") is not null ? (condition.At("conditionThreshold.denominatorFilter") is null ? 1 : 2)
        : condition.At("conditionAbsent") is not null ? 1
        : condition.At("conditionPrometheusQueryLanguage.query") is PlanText query
            ? Math.Max(1, Selector().Matches(query.Text).Select(match => match.Groups["metric"].Value).Distinct().Count())
        : condition.At("conditionMatchedLog") is null && condition is PlanMap ? 1
        : 0;

    private static void UptimeCheck(Estimator all, PlanResource check)
    {
        var period = check.Text("period").TrimEnd('s');
        // Defaults, from the provider's documentation: a period of 300 s, and all six regions.
        var seconds = decimal.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said > 0 ? said : 300;
        var regions = check.Inputs.List("selectedRegions").Count is var count and > 0 ? count : 6;
        var thousands = CostEstimate.HoursPerMonth * 3600 / seconds * regions / 1000;
        // Per project: the first million is free.
        var free = all.Allotment(Item.Gcp("monitoring.uptime.free", Price.Everywhere, "1k executions"));
        all.Bill(
            check,
            "uptime checks above the free ones",
            Item.Gcp("monitoring.uptime", Price.Everywhere, "1k executions"),
            CostRange.Fixed(Math.Max(0, thousands - free))
        );
    }

    [GeneratedRegex(@"(?<metric>[a-zA-Z_:][a-zA-Z0-9_:]*)\s*\{")]
    private static partial Regex Selector();
}
