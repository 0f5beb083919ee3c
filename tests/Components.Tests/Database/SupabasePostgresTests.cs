using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Database;

public sealed class SupabasePostgresTests
{
    private const string Type = "supabase:index/project:Project";

    [Fact]
    public async Task Project_is_in_Frankfurt_and_belongs_to_the_organizations_slug() =>
        (await ProjectAsync())
            .ShouldCarry("name", Arrange.PhysicalName)
            .ShouldCarry("organizationId", "quiet-slug")
            .ShouldCarry("region", "eu-central-1")
            .ShouldCarry("instanceSize", "micro")
            .ShouldCarry("legacyApiKeysEnabled", false)
            .ShouldCarry("databasePassword", SimulatedState.PlantedPassword);

    [Fact]
    public async Task Changes_that_the_provider_refuses_half_way_are_ignored()
    {
        var options = (await ProjectAsync()).Options!;
        Assert.Equal(["region", "organizationId"], options.IgnoreChanges);
        Assert.Equal(true, options.Protect);
    }

    [Fact]
    public async Task Protection_is_turned_off_explicitly() =>
        Assert.Equal(false, (await RecordAsync(protection: Protection.Off)).Plan.Only(Type).Options!.Protect);

    [Fact]
    public async Task Settings_are_not_managed_as_the_provider_sends_half_of_them_and_shows_their_secrets() =>
        (await RecordAsync()).Plan.None("supabase:index/settings:Settings");

    [Fact]
    public async Task Application_uses_transaction_mode_and_migrations_keep_a_session()
    {
        var database = await RecordAsync("aws-1-eu-central-1.pooler.supabase.com");
        Assert.Equal(
            "postgresql://postgres.database-id:planted%2Fvalue%2B1@aws-1-eu-central-1.pooler.supabase.com:6543/postgres"
                + "?sslmode=require&pgbouncer=true&connection_limit=10",
            await database.ValueAsync(d => d.ConnectionUrl)
        );
        Assert.Equal(
            "postgresql://postgres.database-id:planted%2Fvalue%2B1@aws-1-eu-central-1.pooler.supabase.com:5432/postgres"
                + "?sslmode=require&application_name=pmcrm-migration",
            await database.ValueAsync(d => d.DirectUrl)
        );
    }

    [Fact]
    public async Task URLs_are_secret()
    {
        var database = await RecordAsync();
        Assert.True(await database.IsSecretAsync(d => d.ConnectionUrl));
        Assert.True(await database.IsSecretAsync(d => d.DirectUrl));
    }

    [Theory]
    [InlineData("eu-west-2")]
    [InlineData("eu-central-2")]
    [InlineData("us-east-1")]
    public async Task Region_outside_the_EU_is_refused(string region)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(region: region));
        Assert.Contains($"'{region}' is not a Supabase region in the European Union", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<RecordedResource> ProjectAsync() => (await RecordAsync()).Plan.Only(Type);

    private static Task<Recorded<SupabasePostgres>> RecordAsync(
        string? poolerHost = null,
        string region = SupabasePostgres.Frankfurt,
        Protection protection = Protection.On
    ) =>
        Recording.OfAsync(options => new SupabasePostgres(
            "database",
            new SupabasePostgresArgs
            {
                PhysicalName = Arrange.PhysicalName,
                OrganizationSlug = "quiet-slug",
                Region = region,
                PoolerHost = poolerHost,
                Protection = protection,
            },
            options
        ));
}
