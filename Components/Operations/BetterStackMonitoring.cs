using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Pulumi.BetterUptime;
using Pulumi.BetterUptime.Inputs;
using Pulumi.Logtail;

namespace PmCrm.Components.Operations;

/// <summary>
/// Better Stack: monitors of the backend and the frontend, a heartbeat of the worker, an escalation policy, a status page, and a log source
/// in Germany with an alert on mails that are not sent.
/// </summary>
/// <remarks>
/// A setting that is removed from the program is not cleared at Better Stack, so every setting that matters is set explicitly
/// (terraform-provider-better-uptime 0.21.10, internal/provider/resource_monitor.go). The heartbeat's URL and the source's token are
/// secrets that the bridged provider does not mark.
/// </remarks>
/// <example><c>examples/BetterStackMonitoringExample.cs</c></example>
public sealed partial class BetterStackMonitoring : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:operations:BetterStackMonitoring";

    /// <summary>Where logs are kept; cannot be changed once the source exists.</summary>
    public const string LogRegion = "germany";

    private const string AskedFrom = "eu";
    private const double RequestTimeoutSeconds = 15;
    private const double ExpirationDays = 14;

    private readonly BetterStackMonitoringArgs args;
    private readonly Policy policy;

    /// <summary>Creates the monitors and what belongs to them.</summary>
    public BetterStackMonitoring(string name, BetterStackMonitoringArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        ArgumentOutOfRangeException.ThrowIfLessThan(args.LogRetentionDays, 1, nameof(args));
        this.policy = CreatePolicy(name);
        var api = CreateMonitor($"{name}-api", "API", args.ApiUrl + AppContract.HealthPath);
        var app = CreateMonitor($"{name}-app", "Frontend", args.AppUrl);
        var heartbeat = CreateHeartbeat(name);
        CreateStatusPage(name, [("api", "API", api), ("app", "Frontend", app)]);
        var source = CreateSource(name);
        if (args.HasMail)
            LateMailAlert.Create(this, name, args.Logs, source, this.policy.Id.Apply(NumberOf));

        HeartbeatUrl = Output.CreateSecret(heartbeat.Url);
        LogEndpoint = source.IngestingHost.ApplyIfPresent("The host of the log source", SyslogEndpoint, missing: "");
        LogToken = Output.CreateSecret(source.Token);
        RegisterOutputs();
    }

    /// <summary>
    /// Port of the log source for syslog over TLS: https://betterstack.com/docs/logs/render/ and https://render.com/docs/log-streams.
    /// </summary>
    public const int LogPort = 6514;

    /// <summary>
    /// Where Render sends logs, derived from the source's host. The host for syslog has <c>-vec</c> after the region, for example
    /// <c>s1.eu-nbg-2-vec.betterstackdata.com</c>; the host without it accepts HTTPS (https://render.com/docs/log-streams, Better Stack).
    /// </summary>
    public static string SyslogEndpoint(string ingestingHost) =>
        string.Create(CultureInfo.InvariantCulture, $"{PlainHost().Replace(ingestingHost, "${source}-vec.betterstackdata.com")}:{LogPort}");

    [GeneratedRegex(@"^(?<source>s[0-9]+\.[a-z0-9-]+(?<!-vec))\.betterstackdata\.com\z")]
    private static partial Regex PlainHost();

    /// <summary>Secret. URL that the worker requests while it works.</summary>
    [Output("heartbeatUrl")]
    public Output<string> HeartbeatUrl { get; private set; }

    /// <summary>Host and port that logs are sent to.</summary>
    [Output("logEndpoint")]
    public Output<string> LogEndpoint { get; private set; }

    /// <summary>Secret. Authenticates the sender of logs.</summary>
    [Output("logToken")]
    public Output<string> LogToken { get; private set; }

    private Policy CreatePolicy(string name)
    {
        var options = this.Child();
        options.AdditionalSecretOutputs = ["incidentToken"];
        return new Policy(
            name,
            new PolicyArgs
            {
                Name = this.args.PhysicalName,
                RepeatCount = 3,
                RepeatDelay = 300,
                Steps = new PolicyStepArgs
                {
                    Type = "escalation",
                    WaitBefore = 0,
                    // The on-call calendar at Better Stack says who that is.
                    StepMembers = new PolicyStepStepMemberArgs { Type = "current_on_call" },
                },
            },
            options
        );
    }

    private Pulumi.BetterUptime.Monitor CreateMonitor(string name, string title, string url)
    {
        var options = this.Child();
        options.AdditionalSecretOutputs = ["requestHeaders", "proxyHost", "playwrightScript"];
        return new Pulumi.BetterUptime.Monitor(
            name,
            new MonitorArgs
            {
                MonitorType = "status",
                PronounceableName = title,
                Url = url,
                HttpMethod = "GET",
                CheckFrequency = this.args.CheckEvery.TotalSeconds,
                RequestTimeout = RequestTimeoutSeconds,
                ConfirmationPeriod = this.args.CheckEvery.TotalSeconds,
                RecoveryPeriod = this.args.CheckEvery.TotalSeconds,
                VerifySsl = true,
                SslExpiration = ExpirationDays,
                DomainExpiration = ExpirationDays,
                Regions = AskedFrom,
                PolicyId = this.policy.Id,
                Email = true,
                Paused = false,
            },
            options
        );
    }

    private Heartbeat CreateHeartbeat(string name)
    {
        var options = this.Child();
        options.AdditionalSecretOutputs = ["url"];
        return new Heartbeat(
            $"{name}-worker",
            new HeartbeatArgs
            {
                Name = $"{this.args.PhysicalName}-worker",
                Period = AppContract.HeartbeatPeriod.TotalSeconds,
                Grace = this.args.WorkerGrace.TotalSeconds,
                PolicyId = this.policy.Id,
                Email = true,
                Paused = false,
            },
            options
        );
    }

    private void CreateStatusPage(string name, IReadOnlyList<(string Key, string Title, Pulumi.BetterUptime.Monitor Monitor)> monitors)
    {
        var page = new StatusPage(
            name,
            new StatusPageArgs
            {
                CompanyName = this.args.CompanyName,
                CompanyUrl = this.args.AppUrl,
                Subdomain = this.args.StatusSubdomain,
                Timezone = "Brussels",
                Subscribable = true,
                Published = true,
            },
            this.Child().WithFixedName()
        );
        foreach (var (key, title, monitor) in monitors)
            _ = new StatusPageResource(
                $"{name}-status-{key}",
                new StatusPageResourceArgs
                {
                    StatusPageId = page.Id,
                    PublicName = title,
                    ResourceType = "Monitor",
                    // Ids are strings, but this reference is a number.
                    ResourceId = monitor.Id.Apply(NumberOf),
                },
                this.Child()
            );
    }

    // In a preview without a cloud the id is a placeholder.
    private static double NumberOf(string id) =>
        double.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Deployment.Instance.IsDryRun ? 0
        : throw new InvalidOperationException($"Better Stack's id is '{id}'; expected a whole number.");

    private Source CreateSource(string name)
    {
        var options = this.Child();
        options.Provider = this.args.Logs;
        options.AdditionalSecretOutputs = ["token", "scrapeRequestHeaders"];
        return new Source(
            name,
            new SourceArgs
            {
                Name = this.args.PhysicalName,
                Platform = this.args.LogPlatform,
                DataRegion = LogRegion,
                LogsRetention = this.args.LogRetentionDays,
                MetricsRetention = this.args.LogRetentionDays,
            },
            options
        );
    }
}
