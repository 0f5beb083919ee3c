using PmCrm.Components.Cache;
using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>Database and cache.</summary>
internal sealed class DataTier(CrmSettings settings, Foundation foundation)
{
    public PostgresDatabase Database { get; } =
        new(
            "database",
            new PostgresDatabaseArgs
            {
                Project = foundation.Project,
                PhysicalName = settings.PhysicalName,
                Region = settings.Region,
                NetworkId = foundation.Network.NetworkId,
                DatabaseName = ResourceLabels.Application,
                Tier = settings.Database.Tier,
                Availability = settings.Database.Availability,
                DiskSizeGb = settings.Database.DiskSizeGb,
                DiskSizeLimitGb = settings.Database.DiskSizeLimitGb,
                MaxConnections = settings.Database.MaxConnections,
                PoolSize = settings.Database.PoolSize,
                ServerCaPath = AppContract.DatabaseCaPath,
                BackupRetentionCount = settings.Database.BackupRetentionCount,
                LogRetentionDays = settings.Database.LogRetentionDays,
                Encryption = Foundation.KeyOr(foundation.Keys?.DatabaseKey),
                Replica = settings.Database.HasReplica
                    ? new PostgresReplicaArgs { Region = settings.RecoveryRegion, Encryption = Foundation.KeyOr(ReplicaKey(foundation)) }
                    : null,
                PasswordVersion = settings.Database.PasswordVersion,
                Protection = settings.Protection,
                Labels = settings.Labels,
            },
            foundation.OptionsInNetwork
        );

    public RedisCache Cache { get; } =
        new(
            "cache",
            new RedisCacheArgs
            {
                Project = foundation.Project,
                PhysicalName = settings.PhysicalName,
                Region = settings.Region,
                NetworkId = foundation.Network.NetworkId,
                Tier = settings.Cache.Tier,
                MemorySizeGb = settings.Cache.MemorySizeGb,
                ServerCaPath = AppContract.CacheCaPath,
                Protection = settings.Protection,
                Labels = settings.Labels,
            },
            foundation.OptionsInNetwork
        );

    // Where there is a replica, there is a key for it.
    private static Output<string>? ReplicaKey(Foundation foundation) => foundation.Keys?.ReplicaKey.Apply(key => key!);
}
