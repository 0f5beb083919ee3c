using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using Pulumi;

namespace PmCrm.Components.Database;

/// <summary>Arguments of <see cref="PostgresDatabase"/>.</summary>
public sealed class PostgresDatabaseArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the instance belongs to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Google's name of the instance.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where the primary runs.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>Id of a network in which private service access is ready.</summary>
    [Input("networkId", required: true)]
    public required Input<string> NetworkId { get; init; }

    /// <summary>Name of the database, and of its user.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>Machine type, for example <c>db-custom-4-16384</c>: 4 vCPU and 16,384 MiB.</summary>
    public required string Tier { get; init; }

    /// <summary>What the primary survives. Default: the loss of a zone.</summary>
    public Availability Availability { get; init; } = Availability.Regional;

    /// <summary>Size of the disk at creation, in GB; it grows by itself from there.</summary>
    public int DiskSizeGb { get; init; } = 50;

    /// <summary>Size in GB at which the disk stops growing, so that a runaway query cannot spend without limit.</summary>
    public int DiskSizeLimitGb { get; init; } = 500;

    /// <summary>PostgreSQL's <c>max_connections</c>.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>How many connections one process of the application keeps at most; part of <c>ConnectionUrl</c>.</summary>
    public required int PoolSize { get; init; }

    /// <summary>Path at which the application finds the certificates that the server is verified against.</summary>
    public required string ServerCaPath { get; init; }

    /// <summary>How many daily backups are kept. Default 30 (the deployment document).</summary>
    public int BackupRetentionCount { get; init; } = 30;

    /// <summary>
    /// How far back the database can be restored to any point in time, in days, 1 to 7. Default 7 (the deployment document).
    /// </summary>
    public int LogRetentionDays { get; init; } = 7;

    /// <summary>What encrypts the primary: a customer-managed key, or, as an explicit choice, one that Google manages.</summary>
    public required EncryptionKey Encryption { get; init; }

    /// <summary>A replica in another region to fail over to; null: no replica.</summary>
    public PostgresReplicaArgs? Replica { get; init; }

    /// <summary>Raise it to replace the user's password.</summary>
    public int PasswordVersion { get; init; } = 1;

    /// <summary>Whether the database may be deleted. Default: it may not, by the API, by the provider, and by Pulumi.</summary>
    public Protection Protection { get; init; } = Protection.On;

    /// <summary>Labels of the instances.</summary>
    public required ResourceLabels Labels { get; init; }
}
