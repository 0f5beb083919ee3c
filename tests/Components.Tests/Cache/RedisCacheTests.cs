using PmCrm.Components.Cache;
using PmCrm.Components.Common;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Cache;

public sealed class RedisCacheTests
{
    [Fact]
    public async Task Cache_is_Redis_7_2_at_a_private_address() =>
        (await InstanceAsync())
            .ShouldCarry("redisVersion", "REDIS_7_2")
            .ShouldCarry("name", "pmcrm-test")
            .ShouldCarry("region", "europe-west1")
            .ShouldCarry("memorySizeGb", 5)
            .ShouldCarry("connectMode", "PRIVATE_SERVICE_ACCESS")
            .ShouldCarry("authorizedNetwork", "network-id");

    [Fact]
    public async Task Cache_has_one_replica_to_take_over_by_default() =>
        (await InstanceAsync())
            .ShouldCarry("tier", "STANDARD_HA")
            .ShouldCarry("replicaCount", 1)
            .ShouldCarry("readReplicasMode", "READ_REPLICAS_DISABLED");

    [Fact]
    public async Task Basic_cache_has_no_replica() =>
        (await InstanceAsync(RedisTier.Basic)).ShouldCarry("tier", "BASIC").ShouldLack("replicaCount").ShouldLack("readReplicasMode");

    [Fact]
    public async Task Cache_asks_for_a_password_and_speaks_TLS() =>
        (await InstanceAsync()).ShouldCarry("authEnabled", true).ShouldCarry("transitEncryptionMode", "SERVER_AUTHENTICATION");

    [Fact]
    public async Task Cache_is_saved_every_hour() =>
        (await InstanceAsync())
            .ShouldCarry("persistenceConfig.persistenceMode", "RDB")
            .ShouldCarry("persistenceConfig.rdbSnapshotPeriod", "ONE_HOUR");

    [Fact]
    public async Task Full_cache_evicts_the_least_recently_used_keys() =>
        (await InstanceAsync()).ShouldCarry("redisConfigs.maxmemory-policy", "allkeys-lru");

    [Fact]
    public async Task Maintenance_is_an_hour_after_the_databases() =>
        (await InstanceAsync())
            .ShouldCarry("maintenancePolicy.weeklyMaintenanceWindows[0].day", "SUNDAY")
            .ShouldCarry("maintenancePolicy.weeklyMaintenanceWindows[0].startTime.hours", 4);

    [Fact]
    public async Task Cache_is_protected_by_the_API_and_Pulumi() =>
        Assert.Equal(true, (await InstanceAsync()).ShouldCarry("deletionProtection", true).Options!.Protect);

    [Fact]
    public async Task Turning_protection_off_clears_both_flags() =>
        Assert.Equal(false, (await InstanceAsync(protection: Protection.Off)).ShouldCarry("deletionProtection", false).Options!.Protect);

    [Fact]
    public async Task Cache_carries_the_labels() =>
        (await InstanceAsync())
            .ShouldCarry("labels.app", "pmcrm")
            .ShouldCarry("labels.env", "test")
            .ShouldCarry("labels.managed-by", "pulumi");

    [Fact]
    public async Task URL_speaks_TLS_with_the_escaped_password_and_names_the_authority() =>
        Assert.Equal(
            "rediss://default:planted%2Fvalue%2B1@10.0.0.5:6378?sslmode=verify-ca&sslrootcert=/etc/pmcrm/cache-ca.pem",
            await (await RecordAsync()).ValueAsync(cache => cache.ConnectionUrl)
        );

    [Fact]
    public async Task URL_is_secret() => Assert.True(await (await RecordAsync()).IsSecretAsync(cache => cache.ConnectionUrl));

    [Fact]
    public async Task Instance_is_found_by_its_outputs()
    {
        var cache = await RecordAsync();
        Assert.Equal("pmcrm-test", await cache.ValueAsync(c => c.InstanceName));
        Assert.Equal(SimulatedState.PrivateAddress, await cache.ValueAsync(c => c.Host));
        Assert.Equal(SimulatedState.ServerCertificate + "\n", await cache.ValueAsync(c => c.ServerCa));
    }

    private static async Task<RecordedResource> InstanceAsync(
        RedisTier tier = RedisTier.HighlyAvailable,
        Protection protection = Protection.On
    ) => (await RecordAsync(tier, protection)).Plan.Only("gcp:redis/instance:Instance");

    private static Task<Recorded<RedisCache>> RecordAsync(
        RedisTier tier = RedisTier.HighlyAvailable,
        Protection protection = Protection.On
    ) =>
        Recording.OfAsync(options => new RedisCache(
            "cache",
            new RedisCacheArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Region = EuRegion.Belgium,
                NetworkId = "network-id",
                Tier = tier,
                MemorySizeGb = 5,
                ServerCaPath = "/etc/pmcrm/cache-ca.pem",
                Protection = protection,
                Labels = Arrange.Labels,
            },
            options
        ));
}
