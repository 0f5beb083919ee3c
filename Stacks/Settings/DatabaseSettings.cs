using PmCrm.Components.Database;

namespace PmCrm.Stacks.Settings;

/// <summary>The database.</summary>
/// <param name="Tier">Machine type of Cloud SQL.</param>
/// <param name="Availability">What the primary survives.</param>
/// <param name="HasReplica">Whether a replica follows in the region for recovery.</param>
/// <param name="DiskSizeGb">Size of the disk at creation.</param>
/// <param name="DiskSizeLimitGb">Size at which it stops growing.</param>
/// <param name="MaxConnections">PostgreSQL's limit.</param>
/// <param name="PoolSize">Connections of one process.</param>
/// <param name="BackupRetentionCount">Daily backups kept.</param>
/// <param name="LogRetentionDays">Days that can be restored to any point in time.</param>
/// <param name="PasswordVersion">Raised to replace the password.</param>
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
