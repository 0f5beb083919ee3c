using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Monitoring;
using Pulumi.Gcp.Monitoring.Inputs;

namespace PmCrm.Components.Operations;

/// <summary>
/// Alerts for the person on call: an uptime check of the backend from three continents, alerts on what users notice (errors, latency) and
/// on what will affect them soon (database, replica, backup, cache, autoscaler, certificate). Each alert names the first step.
/// </summary>
/// <example><c>examples/MonitoringExample.cs</c></example>
public sealed class Monitoring : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:operations:Monitoring";

    private static readonly TimeSpan CheckPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(10);

    /// <summary>An incident is closed this long after its condition was last met.</summary>
    private static readonly TimeSpan AutoClose = TimeSpan.FromDays(1);

    /// <summary>Minimum time between two notifications of one log-based alert: hundreds of log entries may match.</summary>
    private static readonly TimeSpan LogMessageInterval = TimeSpan.FromHours(1);

    private readonly MonitoringArgs args;

    /// <summary>Creates the check, the channel and the alerts.</summary>
    /// <exception cref="ArgumentException">There are fewer than three check regions.</exception>
    public Monitoring(string name, MonitoringArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        if (args.CheckRegions.Distinct().Count() < 3)
            throw new ArgumentException(
                $"The uptime check of {args.ApiHost} runs from {string.Join(", ", args.CheckRegions)}; accepted: at least three different regions.",
                nameof(args)
            );

        NotificationChannels = CreateChannels(name);
        var check = CreateUptimeCheck(name);
        foreach (var alert in new PlatformAlerts(args, check.UptimeCheckId).All())
            CreatePolicy(name, alert);
        RegisterOutputs();
    }

    /// <summary>Names of the channels that get the alerts; the budget can use them too.</summary>
    [Output("notificationChannels")]
    public Output<System.Collections.Immutable.ImmutableArray<string>> NotificationChannels { get; private set; }

    private Output<System.Collections.Immutable.ImmutableArray<string>> CreateChannels(string name)
    {
        if (this.args.Recipients.EmailAddress is not { } address)
            return Output.All(this.args.Recipients.Channels);
        var channel = new NotificationChannel(
            $"{name}-email",
            new NotificationChannelArgs
            {
                Project = this.args.Project,
                DisplayName = $"{this.args.PhysicalName}: mail to whoever is on call",
                Type = "email",
                Labels = { ["email_address"] = address },
                UserLabels = this.args.Labels.ToInputMap(),
                Enabled = true,
            },
            this.Child()
        );
        return Output.All(channel.Name);
    }

    private UptimeCheckConfig CreateUptimeCheck(string name) =>
        new(
            $"{name}-uptime",
            new UptimeCheckConfigArgs
            {
                Project = this.args.Project,
                DisplayName = $"{this.args.PhysicalName}: backend",
                Period = CheckPeriod.ToApiSeconds(),
                Timeout = CheckTimeout.ToApiSeconds(),
                SelectedRegions = this.args.CheckRegions.ToArray(),
                CheckerType = "STATIC_IP_CHECKERS",
                LogCheckFailures = true,
                MonitoredResource = new UptimeCheckConfigMonitoredResourceArgs
                {
                    Type = "uptime_url",
                    Labels = { ["project_id"] = this.args.Project, ["host"] = this.args.ApiHost },
                },
                HttpCheck = new UptimeCheckConfigHttpCheckArgs
                {
                    RequestMethod = "GET",
                    Path = this.args.HealthPath,
                    Port = 443,
                    UseSsl = true,
                    ValidateSsl = true,
                    AcceptedResponseStatusCodes =
                    {
                        new UptimeCheckConfigHttpCheckAcceptedResponseStatusCodeArgs { StatusClass = "STATUS_CLASS_2XX" },
                    },
                },
                UserLabels = this.args.Labels.ToInputMap(),
            },
            this.Child()
        );

    private void CreatePolicy(string name, Alert alert)
    {
        var strategy = new AlertPolicyAlertStrategyArgs { AutoClose = AutoClose.ToApiSeconds() };
        if (alert.Condition.ConditionMatchedLog is not null)
            strategy.NotificationRateLimit = new AlertPolicyAlertStrategyNotificationRateLimitArgs
            {
                Period = LogMessageInterval.ToApiSeconds(),
            };
        _ = new AlertPolicy(
            $"{name}-{alert.Key}",
            new AlertPolicyArgs
            {
                Project = this.args.Project,
                DisplayName = $"{this.args.PhysicalName}: {alert.Title}",
                Severity = alert.Severity.ToString().ToUpperInvariant(),
                Combiner = "OR",
                Enabled = true,
                Conditions = { alert.Condition },
                Documentation = new AlertPolicyDocumentationArgs { MimeType = "text/markdown", Content = alert.FirstStep },
                AlertStrategy = strategy,
                NotificationChannels = NotificationChannels,
                UserLabels = this.args.Labels.ToInputMap(),
            },
            this.Child()
        );
    }
}
