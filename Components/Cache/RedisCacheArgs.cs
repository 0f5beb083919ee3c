using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Cache;

/// <summary>Arguments of <see cref="RedisCache"/>.</summary>
public sealed class RedisCacheArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the instance belongs to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Google's name of the instance.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where the instance runs.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>Id of a network in which private service access is ready.</summary>
    [Input("networkId", required: true)]
    public required Input<string> NetworkId { get; init; }

    /// <summary>What the cache survives. Default: the loss of a zone.</summary>
    public RedisTier Tier { get; init; } = RedisTier.HighlyAvailable;

    /// <summary>Memory in GB.</summary>
    public required int MemorySizeGb { get; init; }

    /// <summary>Path at which the application finds the certificates that the server is verified against.</summary>
    public required string ServerCaPath { get; init; }

    /// <summary>Whether the instance may be deleted. Default: it may not.</summary>
    public Protection Protection { get; init; } = Protection.On;

    /// <summary>Labels of the instance.</summary>
    public required ResourceLabels Labels { get; init; }
}
