using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Edge;

/// <summary>Arguments of <see cref="ObjectStorage"/>.</summary>
public sealed class ObjectStorageArgs : ResourceArgs
{
    /// <summary>Cloudflare's id of the account.</summary>
    [Input("accountId", required: true)]
    public required Input<string> AccountId { get; init; }

    /// <summary>Prefix of the buckets' names.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Origin of the only web page that may use the buckets, for example <c>https://app.pmcrm.io</c>.</summary>
    [Input("appOrigin", required: true)]
    public required Input<string> AppOrigin { get; init; }

    /// <summary>How long an export can be fetched. Default 30 days.</summary>
    public TimeSpan ExportRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Where everybody may read uploads. Null, the default: nowhere, they are personal data.</summary>
    public PublicAddress? PublicUploads { get; init; }

    /// <summary>Whether the buckets may be deleted. Default: they may not.</summary>
    public Protection Protection { get; init; } = Protection.On;
}
