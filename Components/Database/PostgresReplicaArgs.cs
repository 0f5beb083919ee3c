using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using Pulumi;

namespace PmCrm.Components.Database;

/// <summary>A read replica in another region: it lags by seconds, and can be promoted when the primary's region is lost.</summary>
public sealed class PostgresReplicaArgs : ResourceArgs
{
    /// <summary>Where the replica runs.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>Machine type; null: the primary's, so that a promoted replica can serve the same load.</summary>
    public string? Tier { get; init; }

    /// <summary>
    /// What encrypts the replica: a customer-managed key in the replica's region if the primary has a customer-managed key, else Google's.
    /// </summary>
    public required EncryptionKey Encryption { get; init; }
}
