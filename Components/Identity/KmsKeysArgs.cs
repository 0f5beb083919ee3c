using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="KmsKeys"/>.</summary>
public sealed class KmsKeysArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the keys belong to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Prefix of the key rings' names; a location is appended.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where the cluster and the database are; the images' key is in the multi-region of the images.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>Where the database's replica is; it needs its own key there. Null: there is no replica.</summary>
    public EuRegion? ReplicaRegion { get; init; }

    /// <summary>How often each key gets a new version. Default 90 days, the most that CKV_GCP_43 accepts.</summary>
    public TimeSpan RotationPeriod { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long a destroyed key version can still be restored. Default 30 days; Google accepts 1 to 120.
    /// </summary>
    public TimeSpan DestructionDelay { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether the keys may be deleted, which makes all that they encrypt unreadable (CKV_GCP_82). Default: they may not.
    /// </summary>
    public Protection Protection { get; init; } = Protection.On;

    /// <summary>Labels of the keys; key rings take none.</summary>
    public required ResourceLabels Labels { get; init; }
}
