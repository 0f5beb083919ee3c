using Pulumi;

namespace PmCrm.Components.Operations;

/// <summary>Arguments of <see cref="BetterStackMonitoring"/>.</summary>
public sealed class BetterStackMonitoringArgs : ResourceArgs
{
    /// <summary>Prefix of the names of policy, heartbeat and log source at Better Stack.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>URL of the backend; the monitor requests its <c>/health</c>.</summary>
    public required string ApiUrl { get; init; }

    /// <summary>URL of the frontend.</summary>
    public required string AppUrl { get; init; }

    /// <summary>Company name on the status page.</summary>
    public required string CompanyName { get; init; }

    /// <summary>The status page is at <c>SUBDOMAIN.betteruptime.com</c>.</summary>
    public required string StatusSubdomain { get; init; }

    /// <summary>Interval of the checks. Default 60 seconds.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The worker sends a heartbeat every minute; after this long without one it counts as stopped. Default 5 minutes.</summary>
    public TimeSpan WorkerGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long logs are kept. Default 30 days.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Better Stack's platform of the log source; a change replaces it. Default <c>render</c>.</summary>
    public string LogPlatform { get; init; } = "render";

    /// <summary>
    /// Whether the application sends mail. Then an alert counts the worker's log lines about late mails in the log source, so the worker's
    /// log must be sent there. Default: false, without such an alert.
    /// </summary>
    public bool HasMail { get; init; }

    /// <summary>The provider of the log source; the component's own provider is Better Uptime's.</summary>
    public required Pulumi.Logtail.Provider Logs { get; init; }
}
