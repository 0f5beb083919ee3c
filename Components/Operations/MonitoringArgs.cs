using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;

namespace PmCrm.Components.Operations;

/// <summary>Arguments of <see cref="Monitoring"/>.</summary>
public sealed class MonitoringArgs : ResourceArgs
{
    /// <summary>Google Cloud project that is monitored.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Prefix of the alerts' titles: the environment.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Host name of the backend, for example <c>api.pmcrm.io</c>.</summary>
    public required string ApiHost { get; init; }

    /// <summary>Path that answers 2xx while the backend, its database and its cache work. Default <c>/health</c>.</summary>
    public string HealthPath { get; init; } = AppContract.HealthPath;

    /// <summary>
    /// Regions that run the check, by Google's names, at least three. Default: Europe, North America, Asia. The check's request contains no
    /// personal data.
    /// </summary>
    public IReadOnlyList<string> CheckRegions { get; init; } = ["EUROPE", "USA_VIRGINIA", "ASIA_PACIFIC"];

    /// <summary>Namespace of the ingress.</summary>
    public required string IngressNamespace { get; init; }

    /// <summary>Name of the ingress, whose load balancer's metrics are used.</summary>
    public required string IngressName { get; init; }

    /// <summary>Name of the database instance.</summary>
    [Input("databaseInstance", required: true)]
    public required Input<string> DatabaseInstance { get; init; }

    /// <summary>Name of the database's replica. Null: there is none and no alert for it.</summary>
    [Input("databaseReplica")]
    public Input<string>? DatabaseReplica { get; init; }

    /// <summary>Id of the cache instance: <c>projects/PROJECT/locations/REGION/instances/NAME</c>.</summary>
    [Input("cacheInstance", required: true)]
    public required Input<string> CacheInstance { get; init; }

    /// <summary>Names of the autoscalers that should not stay at their maximum.</summary>
    public required IReadOnlyList<string> Autoscalers { get; init; }

    /// <summary>
    /// Name of the subscription with a message for each secret that is due for rotation. Null: no secret rotates, and there is no alert.
    /// </summary>
    public string? RotationSubscriptionName { get; init; }

    /// <summary>Whether the application sends mail. Default: false, without an alert on late mails.</summary>
    public bool HasMail { get; init; }

    /// <summary>Who is notified of an alert.</summary>
    public required AlertRecipients Recipients { get; init; }

    /// <summary>Thresholds of the alerts. Default: those of <see cref="AlertThresholds"/>.</summary>
    public AlertThresholds Thresholds { get; init; } = new();

    /// <summary>Labels of all resources that support them.</summary>
    public required ResourceLabels Labels { get; init; }
}
