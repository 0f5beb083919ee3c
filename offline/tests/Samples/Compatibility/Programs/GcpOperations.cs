using Pulumi;
using Pulumi.Gcp.ArtifactRegistry.Inputs;
using Pulumi.Gcp.Logging.Inputs;
using Pulumi.Gcp.Monitoring.Inputs;
using Pulumi.Gcp.Redis.Inputs;

namespace PmCrm.Samples.Programs;

/// <summary>The Google resources around the platform: cache, images, alerts, log metrics, budgets, edge policies.</summary>
internal static class GcpOperations
{
    public static void Create(CustomResourceOptions options)
    {
        new Pulumi.Gcp.Redis.Instance(
            "cache",
            new()
            {
                MemorySizeGb = 4,
                Tier = "STANDARD_HA",
                AuthEnabled = true,
                RedisConfigs = { ["maxmemory-policy"] = "allkeys-lru" },
                PersistenceConfig = new InstancePersistenceConfigArgs { PersistenceMode = "RDB", RdbSnapshotPeriod = "SIX_HOURS" },
            },
            options
        );
        new Pulumi.Gcp.ArtifactRegistry.Repository(
            "images",
            new()
            {
                Format = "DOCKER",
                RepositoryId = "images",
                DockerConfig = new RepositoryDockerConfigArgs { ImmutableTags = true },
                CleanupPolicies =
                {
                    new RepositoryCleanupPolicyArgs
                    {
                        Id = "keep",
                        Action = "KEEP",
                        MostRecentVersions = new RepositoryCleanupPolicyMostRecentVersionsArgs { KeepCount = 10 },
                    },
                },
            },
            options
        );
        var channel = new Pulumi.Gcp.Monitoring.NotificationChannel(
            "channel",
            new()
            {
                Type = "pagerduty",
                SensitiveLabels = new NotificationChannelSensitiveLabelsArgs { ServiceKey = "planted-value-40" },
            },
            options
        );
        var uptime = new Pulumi.Gcp.Monitoring.UptimeCheckConfig(
            "health",
            new()
            {
                DisplayName = "health",
                Timeout = "10s",
                SelectedRegions = { "EUROPE", "USA", "ASIA_PACIFIC" },
                HttpCheck = new UptimeCheckConfigHttpCheckArgs
                {
                    Path = "/health",
                    UseSsl = true,
                    Port = 443,
                },
            },
            options
        );
        new Pulumi.Gcp.Monitoring.AlertPolicy(
            "alert",
            new()
            {
                DisplayName = "alert",
                Combiner = "OR",
                NotificationChannels = { channel.Name },
                Conditions =
                {
                    new AlertPolicyConditionArgs
                    {
                        DisplayName = "down",
                        ConditionThreshold = new AlertPolicyConditionConditionThresholdArgs
                        {
                            Filter = Output.Format($"metric.labels.check_id=\"{uptime.UptimeCheckId}\""),
                            Comparison = "COMPARISON_GT",
                            Duration = "60s",
                            ThresholdValue = 1,
                        },
                    },
                },
            },
            options
        );
        new Pulumi.Gcp.Logging.Metric(
            "errors",
            new()
            {
                Filter = "severity>=ERROR",
                MetricDescriptor = new MetricMetricDescriptorArgs { MetricKind = "DELTA", ValueType = "INT64" },
            },
            options
        );
        new Pulumi.Gcp.Compute.SecurityPolicy(
            "armor",
            new()
            {
                Rules =
                {
                    new Pulumi.Gcp.Compute.Inputs.SecurityPolicyRuleArgs
                    {
                        Action = "throttle",
                        Priority = 1000,
                        Match = new Pulumi.Gcp.Compute.Inputs.SecurityPolicyRuleMatchArgs
                        {
                            VersionedExpr = "SRC_IPS_V1",
                            Config = new Pulumi.Gcp.Compute.Inputs.SecurityPolicyRuleMatchConfigArgs { SrcIpRanges = { "*" } },
                        },
                    },
                },
            },
            options
        );
    }
}
