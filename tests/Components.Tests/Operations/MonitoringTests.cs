using PmCrm.Components.Operations;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Operations;

public sealed class MonitoringTests
{
    private const string Check = "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig";
    private const string Policy = "gcp:monitoring/alertPolicy:AlertPolicy";
    private const string Channel = "gcp:monitoring/notificationChannel:NotificationChannel";
    private const string Threshold = "conditions[0].conditionThreshold";

    [Fact]
    public async Task Health_is_checked_over_verified_HTTPS_every_minute() =>
        (await PlanAsync())
            .Only(Check)
            .ShouldCarry("monitoredResource.type", "uptime_url")
            .ShouldCarry("monitoredResource.labels.host", "api.example.test")
            .ShouldCarry("httpCheck.path", "/health")
            .ShouldCarry("httpCheck.port", 443)
            .ShouldCarry("httpCheck.useSsl", true)
            .ShouldCarry("httpCheck.validateSsl", true)
            .ShouldCarry("httpCheck.acceptedResponseStatusCodes[0].statusClass", "STATUS_CLASS_2XX")
            .ShouldCarry("period", "60s")
            .ShouldCarry("timeout", "10s");

    [Fact]
    public async Task Health_is_checked_from_three_regions() =>
        Assert.Equal(["EUROPE", "USA_VIRGINIA", "ASIA_PACIFIC"], (await PlanAsync()).Only(Check).ListAt("selectedRegions"));

    [Fact]
    public async Task Fewer_than_three_regions_are_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => PlanAsync(regions: ["EUROPE", "EUROPE", "USA_VIRGINIA"]));
        Assert.Contains(
            "The uptime check of api.example.test runs from EUROPE, EUROPE, USA_VIRGINIA; accepted: at least three different regions",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_unreachable_backend_raises_an_alert() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-unreachable")
            .ShouldCarry("severity", "CRITICAL")
            .ShouldCarry(
                $"{Threshold}.filter",
                "resource.type = \"uptime_url\" AND metric.type = \"monitoring.googleapis.com/uptime_check/check_passed\" AND metric.labels.check_id = \"check-1\""
            )
            .ShouldCarry($"{Threshold}.aggregations[0].crossSeriesReducer", "REDUCE_COUNT_FALSE")
            .ShouldCarry($"{Threshold}.thresholdValue", 1)
            .ShouldCarry($"{Threshold}.duration", "60s");

    [Fact]
    public async Task One_failed_request_in_a_hundred_raises_an_alert()
    {
        var policy = (await PlanAsync()).Only(Policy, "monitoring-error-rate");
        policy
            .ShouldCarry("severity", "CRITICAL")
            .ShouldCarry($"{Threshold}.thresholdValue", 0.01)
            .ShouldCarry($"{Threshold}.comparison", "COMPARISON_GT")
            .ShouldCarry($"{Threshold}.aggregations[0].perSeriesAligner", "ALIGN_RATE")
            .ShouldCarry($"{Threshold}.denominatorAggregations[0].perSeriesAligner", "ALIGN_RATE")
            .ShouldCarry($"{Threshold}.denominatorAggregations[0].crossSeriesReducer", "REDUCE_SUM");
        Assert.Equal(
            $"{policy.At($"{Threshold}.denominatorFilter")} AND metric.labels.response_code_class = 500",
            policy.At($"{Threshold}.filter")
        );
        Assert.Contains("full_match(\".*-pmcrm-pmcrm-ingress-.*\")", (string)policy.At($"{Threshold}.filter")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Latency_is_watched_at_the_95th_percentile() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-latency")
            .ShouldCarry($"{Threshold}.thresholdValue", 500)
            .ShouldCarry($"{Threshold}.aggregations[0].crossSeriesReducer", "REDUCE_PERCENTILE_95");

    [Theory]
    [InlineData("database-cpu", "cpu/utilization", 0.8)]
    [InlineData("database-storage", "disk/utilization", 0.8)]
    public async Task Database_is_watched(string alert, string metric, double share) =>
        (await PlanAsync())
            .Only(Policy, $"monitoring-{alert}")
            .ShouldCarry(
                $"{Threshold}.filter",
                $"resource.type = \"cloudsql_database\" AND metric.type = \"cloudsql.googleapis.com/database/{metric}\" AND resource.labels.database_id = \"pmcrm-test:database-1\""
            )
            .ShouldCarry($"{Threshold}.thresholdValue", share);

    [Fact]
    public async Task Replica_lag_is_watched_on_the_replica() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-replica-lag")
            .ShouldCarry(
                $"{Threshold}.filter",
                "resource.type = \"cloudsql_database\" AND metric.type = \"cloudsql.googleapis.com/database/replication/replica_lag\" AND resource.labels.database_id = \"pmcrm-test:replica-1\""
            )
            .ShouldCarry($"{Threshold}.thresholdValue", 300);

    [Fact]
    public async Task Without_a_replica_there_is_no_alert_for_it() =>
        Assert.DoesNotContain((await PlanAsync(replica: null)).All(Policy), policy => policy.Name == "monitoring-replica-lag");

    [Fact]
    public async Task A_failed_backup_is_reported_from_the_system_event()
    {
        var policy = (await PlanAsync()).Only(Policy, "monitoring-backup");
        var filter = (string)policy.At("conditions[0].conditionMatchedLog.filter")!;
        Assert.Contains("protoPayload.methodName = \"cloudsql.instances.automatedBackup\"", filter, StringComparison.Ordinal);
        Assert.Contains("windowStatus != \"STATUS_SUCCEEDED\"", filter, StringComparison.Ordinal);
        Assert.Contains("\"pmcrm-test:database-1\"", filter, StringComparison.Ordinal);
        policy.ShouldCarry("alertStrategy.notificationRateLimit.period", "3600s");
    }

    [Fact]
    public async Task An_autoscaler_at_its_maximum_is_reported_after_a_quarter_of_an_hour() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-autoscaler")
            .ShouldCarry("conditions[0].conditionPrometheusQueryLanguage.duration", "900s")
            .ShouldCarry("conditions[0].conditionPrometheusQueryLanguage.disableMetricValidation", true) // a new cluster has no such metric yet
            .ShouldCarry(
                "conditions[0].conditionPrometheusQueryLanguage.query",
                "max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler=~\"backend|worker\"}) "
                    + ">= max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler=~\"backend|worker\"})"
            );

    [Fact]
    public async Task A_certificate_that_is_not_renewed_is_reported_two_weeks_ahead() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-certificate")
            .ShouldCarry($"{Threshold}.comparison", "COMPARISON_LT")
            .ShouldCarry($"{Threshold}.thresholdValue", 14);

    [Fact]
    public async Task A_secret_that_is_due_is_reported() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-secret-rotation")
            .ShouldCarry($"{Threshold}.thresholdValue", 0)
            .ShouldCarry(
                $"{Threshold}.filter",
                "resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.labels.subscription_id = \"due-1\""
            );

    [Fact]
    public async Task A_full_cache_alone_raises_no_alert() =>
        Assert.DoesNotContain((await PlanAsync()).All(Policy), policy =>
            ((string?)policy.At($"{Threshold}.filter") ?? "").Contains("memory/usage_ratio", StringComparison.Ordinal)
        );

    [Fact]
    public async Task A_low_hit_rate_is_reported_only_under_load() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-cache-hit-rate")
            .ShouldCarry(
                "conditions[0].conditionPrometheusQueryLanguage.query",
                Rate("hits")
                    + " / ("
                    + Rate("hits")
                    + " + "
                    + Rate("misses")
                    + ") < 0.5 and ("
                    + Rate("hits")
                    + " + "
                    + Rate("misses")
                    + ") > 1"
            );

    [Fact]
    public async Task A_cache_that_evicts_what_is_in_use_is_reported() =>
        (await PlanAsync())
            .Only(Policy, "monitoring-cache-evictions")
            .ShouldCarry($"{Threshold}.thresholdValue", 50)
            .ShouldCarry($"{Threshold}.aggregations[0].perSeriesAligner", "ALIGN_RATE");

    [Fact]
    public async Task Every_alert_says_what_to_do_first_and_goes_to_the_channel() => Assert.All((await PlanAsync()).All(Policy), policy =>
        {
            policy
                .ShouldCarry("enabled", true)
                .ShouldCarry("combiner", "OR")
                .ShouldCarry("documentation.mimeType", "text/markdown")
                .ShouldCarry("notificationChannels[0]", "monitoring-email")
                .ShouldCarry("alertStrategy.autoClose", "86400s")
                .ShouldCarry("userLabels.env", "test");
            Assert.NotEmpty((string)policy.At("documentation.content")!);
            Assert.StartsWith("pmcrm-test: ", (string)policy.At("displayName")!, StringComparison.Ordinal);
        });

    [Fact]
    public async Task Mail_goes_to_the_address_from_configuration() =>
        (await PlanAsync()).Only(Channel).ShouldCarry("type", "email").ShouldCarry("labels.email_address", "oncall@example.test");

    [Fact]
    public async Task Channels_that_exist_already_are_used_as_they_are()
    {
        var plan = await PlanAsync(recipients: AlertRecipients.ExistingChannels("pager-1"));
        plan.None(Channel);
        Assert.All(plan.All(Policy), policy => policy.ShouldCarry("notificationChannels[0]", "pager-1"));
    }

    [Fact]
    public async Task No_alert_is_created_when_turned_off_explicitly() =>
        Assert.All((await PlanAsync(recipients: AlertRecipients.Nobody)).All(Policy), policy =>
            Assert.Empty(policy.ListAt("notificationChannels"))
        );

    private static string Rate(string what) =>
        $"sum by (instance_id) (rate(redis_googleapis_com:stats_keyspace_{what}{{monitored_resource=\"redis_instance\",instance_id=\"cache-1\"}}[15m]))";

    private static async Task<Recording> PlanAsync(
        string? replica = "replica-1",
        AlertRecipients? recipients = null,
        IReadOnlyList<string>? regions = null
    )
    {
        var monitoring = await Recording.OfAsync(options => new Monitoring(
            "monitoring",
            new MonitoringArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                ApiHost = "api.example.test",
                CheckRegions = regions ?? ["EUROPE", "USA_VIRGINIA", "ASIA_PACIFIC"],
                IngressNamespace = "pmcrm",
                IngressName = "pmcrm-ingress",
                DatabaseInstance = "database-1",
                DatabaseReplica = replica is null ? null : (Pulumi.Input<string>)replica,
                CacheInstance = "cache-1",
                Autoscalers = ["backend", "worker"],
                RotationSubscriptionName = "due-1",
                Recipients = recipients ?? AlertRecipients.Email("oncall@example.test"),
                Labels = Arrange.Labels,
            },
            options
        ));
        return monitoring.Plan;
    }
}
