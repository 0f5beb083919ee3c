using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Components.Identity;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Database;

/// <summary>Builds a database; each test sets only what it tests.</summary>
internal sealed class PostgresDatabaseBuilder
{
    public Availability Availability { get; init; } = Availability.Regional;

    public Protection Protection { get; init; } = Protection.On;

    public PostgresReplicaArgs? Replica { get; init; }

    public EncryptionKey Encryption { get; init; } = EncryptionKey.GoogleManaged;

    public int PasswordVersion { get; init; } = 1;

    public Task<Recorded<PostgresDatabase>> RecordAsync(bool isPreview = false) => Recording.OfAsync(Build, isPreview);

    public async Task<RecordedResource> PrimaryAsync() =>
        (await RecordAsync()).Plan.Only("gcp:sql/databaseInstance:DatabaseInstance", "database");

    public async Task<RecordedResource> ReplicaAsync() =>
        (await RecordAsync()).Plan.Only("gcp:sql/databaseInstance:DatabaseInstance", "database-replica");

    private PostgresDatabase Build(ComponentResourceOptions options) =>
        new(
            "database",
            new PostgresDatabaseArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Region = EuRegion.Belgium,
                NetworkId = "network-id",
                DatabaseName = "pmcrm",
                Tier = "db-custom-4-16384",
                Availability = Availability,
                MaxConnections = 400,
                PoolSize = 10,
                ServerCaPath = "/etc/pmcrm/database-ca.pem",
                Encryption = Encryption,
                Replica = Replica,
                PasswordVersion = PasswordVersion,
                Protection = Protection,
                Labels = Arrange.Labels,
            },
            options
        );
}
