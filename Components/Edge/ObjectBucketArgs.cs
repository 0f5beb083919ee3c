using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Edge;

/// <summary>Arguments of <see cref="ObjectBucket"/>.</summary>
public sealed class ObjectBucketArgs : ResourceArgs
{
    /// <summary>Cloudflare's id of the account.</summary>
    [Input("accountId", required: true)]
    public required Input<string> AccountId { get; init; }

    /// <summary>Cloudflare's name of the bucket.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Origin of the only web page that may use the bucket, for example <c>https://app.pmcrm.io</c>.</summary>
    [Input("appOrigin", required: true)]
    public required Input<string> AppOrigin { get; init; }

    /// <summary>What the page may do. Default: read and upload.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["GET", "HEAD", "PUT"];

    /// <summary>Age at which an object is deleted. Null, the default: never.</summary>
    public TimeSpan? ExpireAfter { get; init; }

    /// <summary>Age at which an unfinished upload is aborted. Default 7 days.</summary>
    public TimeSpan AbortUploadsAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Where everybody may read the bucket. Null, the default: nowhere, the bucket is private.</summary>
    public PublicAddress? Public { get; init; }

    /// <summary>Whether the bucket may be deleted. Default: it may not.</summary>
    public Protection Protection { get; init; } = Protection.On;
}

/// <summary>A host name under which a bucket is public.</summary>
/// <param name="Host">The host name, for example <c>files.pmcrm.io</c>.</param>
/// <param name="ZoneId">Cloudflare's id of the zone that the name is in.</param>
public sealed record PublicAddress(string Host, Input<string> ZoneId);
