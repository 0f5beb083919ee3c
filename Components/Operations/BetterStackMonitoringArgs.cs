using Pulumi;

namespace PmCrm.Components.Operations;

/// <summary>Arguments of <see cref="BetterStackMonitoring"/>.</summary>
public sealed class BetterStackMonitoringArgs : ResourceArgs
{
    /// <summary>Better Stack's names of policy, heartbeat and log source begin with it.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where the backend is reached; its <c>/health</c> is asked.</summary>
    public required string ApiUrl { get; init; }

    /// <summary>Where the frontend is reached.</summary>
    public required string AppUrl { get; init; }

    /// <summary>Name that the status page is about.</summary>
    public required string CompanyName { get; init; }

    /// <summary>The status page is at <c>SUBDOMAIN.betteruptime.com</c>.</summary>
    public required string StatusSubdomain { get; init; }

    /// <summary>How often Better Stack asks. Default 60 seconds.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The worker says once a minute that it works; after this long without, it counts as stopped. Default 5 minutes.</summary>
    public TimeSpan WorkerGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long logs are kept. Default 30 days.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Better Stack's platform of the log source; a change replaces it. Default <c>render</c>.</summary>
    public string LogPlatform { get; init; } = "render";

    /// <summary>
    /// Whether the application sends mail. Then an alert counts the worker's lines about late mails in the log source, so its log must
    /// arrive there. Default: it does not, and there is no such alert.
    /// </summary>
    public bool HasMail { get; init; }

    /// <summary>The provider of the log source; the component's own provider is Better Uptime's.</summary>
    public required Pulumi.Logtail.Provider Logs { get; init; }
}
