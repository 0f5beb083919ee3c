using PmCrm.Components.Cache;
using PmCrm.Components.Common;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Cache;

public sealed class UpstashRedisTests
{
    private const string Type = "upstash:index/redisDatabase:RedisDatabase";

    [Fact]
    public async Task TLS_is_set_as_without_it_the_next_update_replaces_the_database() => (await DatabaseAsync()).ShouldCarry("tls", true);

    [Fact]
    public async Task Settings_that_Upstash_reports_differently_are_set() =>
        (await DatabaseAsync())
            .ShouldCarry("multizone", true)
            .ShouldCarry("eviction", false)
            .ShouldCarry("autoScale", false)
            .ShouldCarry("budget", 35);

    [Fact]
    public async Task Database_is_global_with_its_primary_in_the_EU_and_no_replica_elsewhere() =>
        (await DatabaseAsync())
            .ShouldCarry("databaseName", Arrange.PhysicalName)
            .ShouldCarry("region", "global")
            .ShouldCarry("primaryRegion", "eu-west-1")
            .ShouldLack("readRegions")
            .ShouldLack("ipAllowlists");

    [Theory]
    [InlineData(Protection.On, true)]
    [InlineData(Protection.Off, false)]
    public async Task Database_is_protected_unless_turned_off_explicitly(Protection protection, bool expected) =>
        Assert.Equal(expected, (await RecordAsync(protection: protection)).Plan.Only(Type).Options!.Protect);

    [Fact]
    public async Task URL_speaks_TLS_escapes_the_password_and_has_a_whole_number_as_port() =>
        Assert.Equal(
            "rediss://default:planted%2Fvalue%2B1@eu-1.upstash.io:6379",
            await (await RecordAsync()).ValueAsync(cache => cache.ConnectionUrl)
        );

    [Fact]
    public async Task URL_is_secret() => Assert.True(await (await RecordAsync()).IsSecretAsync(cache => cache.ConnectionUrl));

    [Theory]
    [InlineData("eu-west-2")]
    [InlineData("us-east-1")]
    [InlineData("global")]
    public async Task Region_outside_the_EU_is_refused(string region)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(region));
        Assert.Contains(
            $"'{region}' is not an Upstash region in the European Union; accepted: eu-central-1, eu-west-1.",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Budget_that_would_stop_the_database_at_once_is_refused() =>
        await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(budget: 0));

    private static async Task<RecordedResource> DatabaseAsync() => (await RecordAsync()).Plan.Only(Type);

    private static Task<Recorded<UpstashRedis>> RecordAsync(
        string region = "eu-west-1",
        int budget = 35,
        Protection protection = Protection.On
    ) =>
        Recording.OfAsync(options => new UpstashRedis(
            "cache",
            new UpstashRedisArgs
            {
                PhysicalName = Arrange.PhysicalName,
                PrimaryRegion = region,
                MonthlyBudgetDollars = budget,
                Protection = protection,
            },
            options
        ));
}
