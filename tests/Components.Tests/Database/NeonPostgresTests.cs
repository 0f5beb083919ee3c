using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Database;

public sealed class NeonPostgresTests
{
    private const string Type = "neon:index/project:Project";

    [Fact]
    public async Task Project_is_PostgreSQL_16_in_Frankfurt() =>
        (await ProjectAsync())
            .ShouldCarry("name", Arrange.PhysicalName)
            .ShouldCarry("orgId", "org-1")
            .ShouldCarry("pgVersion", 16)
            .ShouldCarry("regionId", "aws-eu-central-1");

    [Fact]
    public async Task Branch_database_and_role_have_fixed_names() =>
        (await ProjectAsync())
            .ShouldCarry("branch.name", "main")
            .ShouldCarry("branch.databaseName", "pmcrm")
            .ShouldCarry("branch.roleName", "pmcrm");

    [Fact]
    public async Task Changes_that_would_replace_the_project_with_its_data_are_ignored()
    {
        var options = (await ProjectAsync()).Options!;
        Assert.Equal(["branch", "regionId", "pgVersion", "orgId"], options.IgnoreChanges);
        Assert.Equal(true, options.Protect);
    }

    [Fact]
    public async Task Protection_is_turned_off_explicitly() =>
        Assert.Equal(false, (await RecordAsync(protection: Protection.Off)).Plan.Only(Type).Options!.Protect);

    [Fact]
    public async Task History_is_set_as_the_providers_own_value_is_refused_by_the_smallest_plan() =>
        (await ProjectAsync()).ShouldCarry("historyRetentionSeconds", 604800).ShouldCarry("defaultBranchProtected", true);

    [Fact]
    public async Task Password_can_be_read_with_the_providers_value_yes() => (await ProjectAsync()).ShouldCarry("storePassword", "yes");

    [Fact]
    public async Task Settings_that_crash_the_provider_or_cannot_be_undone_are_never_set() =>
        (await ProjectAsync()).ShouldLack("maintenanceWindow").ShouldLack("hipaa").ShouldLack("enableLogicalReplication");

    [Theory]
    [InlineData("neon:index/branch:Branch")]
    [InlineData("neon:index/endpoint:Endpoint")]
    [InlineData("neon:index/role:Role")]
    [InlineData("neon:index/database:Database")]
    public async Task Project_creates_all_of_its_parts_because_changes_of_separate_ones_have_no_effect(string type) =>
        (await RecordAsync()).Plan.None(type);

    [Fact]
    public async Task Passwords_are_secret_outputs_though_the_provider_marks_some_only() =>
        Assert.Subset(
            ((CustomResourceOptions)(await ProjectAsync()).Options!).AdditionalSecretOutputs.ToHashSet(),
            new HashSet<string> { "connectionUri", "connectionUriPooler", "databasePassword" }
        );

    [Fact]
    public async Task Application_goes_through_the_pooler_and_verifies_the_server() =>
        Assert.Equal(
            "postgresql://pmcrm:planted%2Fvalue%2B1@ep-quiet-1-pooler.eu-central-1.aws.neon.tech:5432/pmcrm"
                + "?sslmode=verify-full&pgbouncer=true&connection_limit=7",
            await (await RecordAsync()).ValueAsync(database => database.ConnectionUrl)
        );

    [Fact]
    public async Task Migration_connects_directly_to_the_database() =>
        Assert.Equal(
            "postgresql://pmcrm:planted%2Fvalue%2B1@ep-quiet-1.eu-central-1.aws.neon.tech:5432/pmcrm"
                + "?sslmode=verify-full&application_name=pmcrm-migration",
            await (await RecordAsync()).ValueAsync(database => database.DirectUrl)
        );

    [Fact]
    public async Task URLs_are_secret()
    {
        var database = await RecordAsync();
        Assert.True(await database.IsSecretAsync(d => d.ConnectionUrl));
        Assert.True(await database.IsSecretAsync(d => d.DirectUrl));
    }

    [Fact]
    public async Task Everything_out_of_range_is_refused_together()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            RecordAsync(region: "aws-eu-west-2", history: TimeSpan.FromDays(31), poolSize: 0, minUnits: 4)
        );
        Assert.Contains("region: 'aws-eu-west-2' is not a Neon region in the European Union", exception.Message, StringComparison.Ordinal);
        Assert.Contains("history: 31.00:00:00 is not from an hour to 30 days", exception.Message, StringComparison.Ordinal);
        Assert.Contains("computeUnits: 4 to 2 is not a range above 0.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("poolSize: 0 is not above 0.", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<RecordedResource> ProjectAsync() => (await RecordAsync()).Plan.Only(Type);

    private static Task<Recorded<NeonPostgres>> RecordAsync(
        string region = NeonPostgres.Frankfurt,
        TimeSpan? history = null,
        int poolSize = 7,
        double minUnits = 0.25,
        Protection protection = Protection.On
    ) =>
        Recording.OfAsync(options => new NeonPostgres(
            "database",
            new NeonPostgresArgs
            {
                PhysicalName = Arrange.PhysicalName,
                OrganizationId = "org-1",
                DatabaseName = "pmcrm",
                Region = region,
                History = history ?? TimeSpan.FromDays(7),
                PoolSize = poolSize,
                MinComputeUnits = minUnits,
                Protection = protection,
            },
            options
        ));
}
