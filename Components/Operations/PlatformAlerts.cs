using PmCrm.Contract;
using Pulumi;
using Pulumi.Gcp.Monitoring.Inputs;
using static PmCrm.Components.Operations.AlertCondition;

namespace PmCrm.Components.Operations;

/// <summary>The platform's alerts, with Google's names of the metrics: https://cloud.google.com/monitoring/api/metrics_gcp.</summary>
internal sealed class PlatformAlerts(MonitoringArgs args, Output<string> uptimeCheckId)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    /// <summary>The alerts for these arguments.</summary>
    public IEnumerable<Alert> All()
    {
        yield return Unreachable();
        yield return CertificateExpiry();
        yield return ErrorRate();
        yield return Latency();
        yield return Database(
            "database-cpu",
            "Database is short of CPU",
            "cpu/utilization",
            args.Thresholds.DatabaseCpu,
            QuarterHour,
            "Query Insights shows the statement that uses it. Changing to a larger tier restarts the database."
        );
        yield return Database(
            "database-storage",
            "Database is short of storage",
            "disk/utilization",
            args.Thresholds.DatabaseStorage,
            HalfHour,
            "Storage grows automatically up to its limit: raise the limit in the stack's configuration before it is reached."
        );
        if (args.DatabaseReplica is { } replica)
            yield return ReplicaLag(replica);
        yield return BackupFailure();
        yield return CacheHitRate();
        yield return CacheEvictions();
        yield return AutoscalerAtMaximum();
        if (args.HasMail)
            yield return LateMails();
        if (args.RotationSubscriptionName is { } subscription)
            yield return SecretRotation(subscription);
    }

    private Alert Unreachable() =>
        new(
            "unreachable",
            "Backend is unreachable",
            AlertSeverity.Critical,
            $"curl -i https://{args.ApiHost}{args.HealthPath} shows which check fails. After a deployment: docs/rollback.md. If the database is gone: docs/restore.md.",
            Threshold(
                Output.Format(
                    $"resource.type = \"uptime_url\" AND metric.type = \"monitoring.googleapis.com/uptime_check/check_passed\" AND metric.labels.check_id = \"{uptimeCheckId}\""
                ),
                value: 1,
                Minute, // more than one place fails
                Aggregate(TimeSpan.FromMinutes(20), "ALIGN_NEXT_OLDER", "REDUCE_COUNT_FALSE", "resource.label.host")
            )
        );

    private Alert CertificateExpiry() =>
        new(
            "certificate",
            "Certificate is about to expire",
            AlertSeverity.Error,
            "kubectl describe certificate --all-namespaces says why cert-manager does not renew it.",
            Threshold(
                Output.Format(
                    $"resource.type = \"uptime_url\" AND metric.type = \"monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires\" AND metric.labels.check_id = \"{uptimeCheckId}\""
                ),
                args.Thresholds.CertificateValidity.TotalDays,
                TimeSpan.FromMinutes(10),
                Aggregate(TimeSpan.FromMinutes(20), "ALIGN_NEXT_OLDER", "REDUCE_MEAN", "resource.label.host"),
                "COMPARISON_LT"
            )
        );

    private Alert ErrorRate()
    {
        const string Requests = "loadbalancing.googleapis.com/https/request_count";
        var aggregation = Aggregate(FiveMinutes, "ALIGN_RATE", "REDUCE_SUM");
        var condition = Threshold(
            $"{LoadBalancer(Requests)} AND metric.labels.response_code_class = 500",
            args.Thresholds.ErrorRate,
            FiveMinutes,
            aggregation
        );
        condition.ConditionThreshold = condition.ConditionThreshold!.Apply(threshold =>
        {
            threshold.DenominatorFilter = LoadBalancer(Requests);
            threshold.DenominatorAggregations = new AlertPolicyConditionConditionThresholdDenominatorAggregationArgs
            {
                AlignmentPeriod = aggregation.AlignmentPeriod,
                PerSeriesAligner = aggregation.PerSeriesAligner,
                CrossSeriesReducer = aggregation.CrossSeriesReducer,
            };
            return threshold;
        });
        return new Alert(
            "error-rate",
            "Backend fails requests",
            AlertSeverity.Critical,
            "After a deployment: docs/rollback.md. Otherwise: the backend's logs at severity ERROR.",
            condition
        );
    }

    private Alert Latency() =>
        new(
            "latency",
            "Backend is slow",
            AlertSeverity.Error,
            "Compare with the alerts on the database's CPU and on the autoscaler; traces in Datadog show where the time goes.",
            Threshold(
                LoadBalancer("loadbalancing.googleapis.com/https/total_latencies"),
                args.Thresholds.LatencyP95.TotalMilliseconds,
                FiveMinutes,
                Aggregate(FiveMinutes, "ALIGN_DELTA", "REDUCE_PERCENTILE_95")
            )
        );

    private Alert Database(string key, string title, string metric, double share, TimeSpan lasting, string firstStep) =>
        new(
            key,
            title,
            AlertSeverity.Error,
            firstStep,
            Threshold(DatabaseMetric(args.DatabaseInstance, metric), share, lasting, Aggregate(FiveMinutes, "ALIGN_MEAN"))
        );

    private Alert ReplicaLag(Input<string> replica) =>
        new(
            "replica-lag",
            "Database replica is behind",
            AlertSeverity.Error,
            "A failover now would lose the data of this lag. Long transactions and bulk imports on the primary are the usual cause.",
            Threshold(
                DatabaseMetric(replica, "replication/replica_lag"),
                args.Thresholds.ReplicaLag.TotalSeconds,
                FiveMinutes,
                Aggregate(FiveMinutes, "ALIGN_MEAN")
            )
        );

    private Alert BackupFailure() =>
        new(
            "backup",
            "Database backup failed",
            AlertSeverity.Error,
            "Take one now: gcloud sql backups create --instance=INSTANCE; then find out why in the system event's metadata.",
            Log(
                Output.Format(
                    $"log_id(\"cloudaudit.googleapis.com/system_event\") AND resource.type = \"cloudsql_database\" AND resource.labels.database_id = \"{args.Project}:{args.DatabaseInstance}\" AND protoPayload.methodName = \"cloudsql.instances.automatedBackup\" AND protoPayload.metadata.windowStatus != \"STATUS_SUCCEEDED\""
                )
            )
        );

    // An LRU cache fills its memory by design, so memory use is no signal.
    private Alert CacheHitRate()
    {
        var series = Output.Format($"{{monitored_resource=\"redis_instance\",instance_id=\"{args.CacheInstance}\"}}[15m]");
        return new Alert(
            "cache-hit-rate",
            "Cache misses most requests",
            AlertSeverity.Warning,
            "Requests get slower, not wrong. With evictions, raise the cache's size in the stack's configuration; without, look for keys that expire early.",
            Query(
                Output.Format(
                    $"{Rate("hits")} / ({Rate("hits")} + {Rate("misses")}) < {Number(args.Thresholds.CacheHitRate)} and ({Rate("hits")} + {Rate("misses")}) > {Number(args.Thresholds.CacheRequests)}"
                ),
                HalfHour
            )
        );

        Output<string> Rate(string what) =>
            Output.Format($"sum by (instance_id) (rate(redis_googleapis_com:stats_keyspace_{what}{series}))");
    }

    private Alert CacheEvictions() =>
        new(
            "cache-evictions",
            "Cache evicts keys in use",
            AlertSeverity.Warning,
            "The cache is too small; raise its size in the stack's configuration.",
            Threshold(
                Output.Format(
                    $"resource.type = \"redis_instance\" AND metric.type = \"redis.googleapis.com/stats/evicted_keys\" AND resource.labels.instance_id = \"{args.CacheInstance}\""
                ),
                args.Thresholds.CacheEvictionsPerSecond,
                HalfHour,
                Aggregate(FiveMinutes, "ALIGN_RATE", "REDUCE_SUM", "resource.label.instance_id")
            )
        );

    private static string Number(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private Alert AutoscalerAtMaximum()
    {
        var selector = $"{{horizontalpodautoscaler=~\"{string.Join('|', args.Autoscalers)}\"}}";
        return new Alert(
            "autoscaler",
            "Autoscaler is at its maximum",
            AlertSeverity.Warning,
            "kubectl describe hpa shows which metric is high; raise the maximum, and max_connections with it, in the stack's configuration.",
            Query(
                $"max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas{selector}) >= max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{selector})",
                QuarterHour
            )
        );
    }

    // The worker writes this log line each minute while a mail or a WhatsApp message waits for too long.
    private static Alert LateMails() =>
        new(
            "late-mails",
            "Mails or WhatsApp messages are not sent",
            AlertSeverity.Error,
            "kubectl port-forward to a worker, then curl localhost:3000/health: outsideServices says how the mail service and WhatsApp answer. The worker's log names the reason for each message; a key that was replaced is the usual one: docs/secrets.md.",
            Log(
                $"resource.type = \"k8s_container\" AND jsonPayload.msg =~ \"^({AppContract.LateMailsMessage}|{AppContract.LateWhatsAppMessage})\""
            )
        );

    private static Alert SecretRotation(string subscription) =>
        new(
            "secret-rotation",
            "A secret is due for rotation",
            AlertSeverity.Warning,
            $"docs/secrets.md; gcloud pubsub subscriptions pull {subscription} names the secret, with --auto-ack once it is rotated.",
            Threshold(
                $"resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.labels.subscription_id = \"{subscription}\"",
                value: 0,
                TimeSpan.Zero,
                Aggregate(FiveMinutes, "ALIGN_MAX", "REDUCE_MAX", "resource.label.subscription_id")
            )
        );

    // GKE builds the forwarding rule's name from the ingress's namespace and name, between a prefix and a hash.
    private string LoadBalancer(string metric) =>
        $"resource.type = \"https_lb_rule\" AND metric.type = \"{metric}\" AND resource.labels.forwarding_rule_name = monitoring.regex.full_match(\".*-{args.IngressNamespace}-{args.IngressName}-.*\")";

    private Output<string> DatabaseMetric(Input<string> instance, string metric) =>
        Output.Format(
            $"resource.type = \"cloudsql_database\" AND metric.type = \"cloudsql.googleapis.com/database/{metric}\" AND resource.labels.database_id = \"{args.Project}:{instance}\""
        );
}
