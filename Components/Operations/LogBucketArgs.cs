using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Operations;

/// <summary>Arguments of <see cref="LogBucket"/>.</summary>
public sealed class LogBucketArgs : ResourceArgs
{
    /// <summary>Google Cloud project whose logs are kept.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Google's name of the bucket.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where the logs are stored; in the EU, because they contain users' IP addresses.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>How many days entries are kept. Default 30.</summary>
    public int RetentionDays { get; init; } = 30;

    /// <summary>Whether the bucket may be deleted together with its logs. Default: it may not.</summary>
    public Protection Protection { get; init; } = Protection.On;
}
