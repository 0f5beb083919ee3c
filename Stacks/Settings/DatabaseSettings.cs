using PmCrm.Components.Database;

namespace PmCrm.Stacks.Settings;

/// <summary>The database.</summary>
/// <param name="Tier">Machine type of Cloud SQL.</param>
/// <param name="Availability">What the primary survives.</param>
/// <param name="HasReplica">Whether there is a replica in the recovery region.</param>
/// <param name="DiskSizeGb">Size of the disk at creation.</param>
/// <param name="DiskSizeLimitGb">Size at which the disk stops growing.</param>
/// <param name="MaxConnections">PostgreSQL's limit.</param>
/// <param name="PoolSize">Connections of one process.</param>
/// <param name="BackupRetentionCount">Daily backups kept.</param>
/// <param name="LogRetentionDays">Days within which a restore to any point in time is possible.</param>
/// <param name="PasswordVersion">Raise it to replace the password.</param>
public sealed record DatabaseSettings(
    string Tier,
    Availability Availability,
    bool HasReplica,
    int DiskSizeGb,
    int DiskSizeLimitGb,
    int MaxConnections,
    int PoolSize,
    int BackupRetentionCount,
    int LogRetentionDays,
    int PasswordVersion
);
