using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Database;

/// <summary>A read replica in another region: it lags by seconds, and can be promoted when the primary's region is lost.</summary>
public sealed class PostgresReplicaArgs : ResourceArgs
{
    /// <summary>Where the replica runs.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>Machine type; null takes the primary's, so that a promoted replica carries the same load.</summary>
    public string? Tier { get; init; }

    /// <summary>KMS key in the replica's own region; required by Google when the primary has one.</summary>
    [Input("encryptionKeyId")]
    public Input<string>? EncryptionKeyId { get; init; }
}
