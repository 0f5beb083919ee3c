using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Components.Identity;

namespace PmCrm.Components.Tests.Database;

public sealed class PostgresReplicaTests
{
    private static readonly PostgresDatabaseBuilder WithReplica = new()
    {
        Replica = new PostgresReplicaArgs { Region = EuRegion.Frankfurt, Encryption = EncryptionKey.CustomerManaged("frankfurt-key") },
    };

    [Fact]
    public async Task There_is_no_replica_unless_asked_for() =>
        Assert.Single((await new PostgresDatabaseBuilder().RecordAsync()).Plan.All("gcp:sql/databaseInstance:DatabaseInstance"));

    [Fact]
    public async Task Replica_follows_the_primary_from_its_own_region_under_its_own_key() =>
        (await WithReplica.ReplicaAsync())
            .ShouldCarry("name", "pmcrm-test-europe-west3")
            .ShouldCarry("region", "europe-west3")
            .ShouldCarry("instanceType", "READ_REPLICA_INSTANCE")
            .ShouldCarry("masterInstanceName", "pmcrm-test")
            .ShouldCarry("encryptionKeyName", "frankfurt-key")
            .ShouldCarry("databaseVersion", "POSTGRES_16");

    [Fact]
    public async Task Replica_can_carry_the_primarys_load_when_promoted() =>
        (await WithReplica.ReplicaAsync())
            .ShouldCarry("settings.tier", "db-custom-4-16384")
            .ShouldCarry("settings.edition", "ENTERPRISE")
            .ShouldCarry("settings.diskAutoresizeLimit", 500);

    [Fact]
    public async Task Replica_is_as_private_and_encrypted_as_the_primary() =>
        (await WithReplica.ReplicaAsync())
            .ShouldCarry("settings.ipConfiguration.ipv4Enabled", false)
            .ShouldCarry("settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY");

    [Fact]
    public async Task Replica_has_the_primarys_flags_as_PostgreSQL_demands() =>
        Assert.Equal(15, (await WithReplica.ReplicaAsync()).ListAt("settings.databaseFlags").Length);

    [Fact]
    public async Task Replica_has_no_backups_of_its_own() => (await WithReplica.ReplicaAsync()).ShouldLack("settings.backupConfiguration");

    [Fact]
    public async Task Replica_can_be_switched_off_by_configuration()
    {
        var replica = (await WithReplica.ReplicaAsync())
            .ShouldCarry("deletionProtection", false)
            .ShouldCarry("settings.deletionProtectionEnabled", false);
        Assert.NotEqual(true, replica.Options!.Protect);
    }

    [Fact]
    public async Task Replica_shows_no_permanent_difference() =>
        Assert.Equal(
            ["settings.diskSize", "settings.insightsConfig.queryPlansPerMinute", "settings.insightsConfig.queryStringLength"],
            (await WithReplica.ReplicaAsync()).Options!.IgnoreChanges
        );

    [Fact]
    public async Task Replicas_name_is_an_output() =>
        Assert.Equal(
            "pmcrm-test-europe-west3",
            await (await WithReplica.RecordAsync()).ValueAsync(database => database.ReplicaInstanceName)
        );
}
