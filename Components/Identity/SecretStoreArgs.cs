using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="SecretStore"/>.</summary>
public sealed class SecretStoreArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the secrets belong to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Prefix of the secrets' ids; the key of each in <see cref="Secrets"/> is appended.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>The secrets; the key is the second part of the id: letters, digits, dashes, underscores.</summary>
    public required IReadOnlyDictionary<string, StoredSecret> Secrets { get; init; }

    /// <summary>Where copies are stored. Default: Belgium and Frankfurt, so that a recovery in either region has them.</summary>
    public IReadOnlyList<EuRegion> Regions { get; init; } = [EuRegion.Belgium, EuRegion.Frankfurt];

    /// <summary>How long a replaced value can still be restored. Default 7 days; Secret Manager accepts at least one day.</summary>
    public TimeSpan ReplacedVersionRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether the secrets may be deleted. Default: they may not.</summary>
    public Protection Protection { get; init; } = Protection.On;

    /// <summary>Labels of the secrets.</summary>
    public required ResourceLabels Labels { get; init; }
}
