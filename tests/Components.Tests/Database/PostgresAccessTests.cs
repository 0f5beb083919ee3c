using PmCrm.Testing;

namespace PmCrm.Components.Tests.Database;

public sealed class PostgresAccessTests
{
    private const string EscapedPassword = "planted%2Fvalue%2B1";

    [Fact]
    public async Task Database_outlives_its_resource_and_is_protected()
    {
        var database = (await PlanAsync())
            .Only("gcp:sql/database:Database")
            .ShouldCarry("name", "pmcrm")
            .ShouldCarry("instance", "pmcrm-test")
            .ShouldCarry("charset", "UTF8")
            .ShouldCarry("collation", "en_US.UTF8")
            .ShouldCarry("deletionPolicy", "ABANDON");
        Assert.Equal(true, database.Options!.Protect);
    }

    [Fact]
    public async Task User_has_the_generated_password() =>
        (await PlanAsync())
            .Only("gcp:sql/user:User")
            .ShouldCarry("name", "pmcrm")
            .ShouldCarry("password", SimulatedState.PlantedPassword)
            .ShouldCarry("deletionPolicy", "ABANDON");

    [Fact]
    public async Task Password_has_forty_characters_of_every_kind() =>
        (await PlanAsync())
            .Only("random:index/randomPassword:RandomPassword")
            .ShouldCarry("length", 40)
            .ShouldCarry("minLower", 2)
            .ShouldCarry("minUpper", 2)
            .ShouldCarry("minNumeric", 2)
            .ShouldCarry("minSpecial", 2)
            .ShouldCarry("overrideSpecial", "-_.~");

    [Fact]
    public async Task Raising_the_version_replaces_the_password() =>
        (await new PostgresDatabaseBuilder { PasswordVersion = 2 }.RecordAsync())
            .Plan.Only("random:index/randomPassword:RandomPassword")
            .ShouldCarry("keepers.version", "2");

    [Fact]
    public async Task Connection_URL_verifies_the_server_and_bounds_the_pool() =>
        Assert.Equal(
            $"postgresql://pmcrm:{EscapedPassword}@10.0.0.5:5432/pmcrm?sslmode=verify-ca&sslrootcert=/etc/pmcrm/database-ca.pem&connection_limit=10",
            await (await RecordAsync()).ValueAsync(database => database.ConnectionUrl)
        );

    [Fact]
    public async Task Direct_URL_says_that_it_is_for_migrations() =>
        Assert.Equal(
            $"postgresql://pmcrm:{EscapedPassword}@10.0.0.5:5432/pmcrm?sslmode=verify-ca&sslrootcert=/etc/pmcrm/database-ca.pem&connection_limit=10&application_name=pmcrm-migrate",
            await (await RecordAsync()).ValueAsync(database => database.DirectUrl)
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task URLs_are_secret_in_preview_too(bool isPreview)
    {
        var database = await new PostgresDatabaseBuilder().RecordAsync(isPreview);
        Assert.True(await database.IsSecretAsync(d => d.ConnectionUrl));
        Assert.True(await database.IsSecretAsync(d => d.DirectUrl));
    }

    [Fact]
    public async Task Server_certificates_are_an_output() =>
        Assert.Equal(SimulatedState.ServerCertificate + "\n", await (await RecordAsync()).ValueAsync(database => database.ServerCa));

    [Fact]
    public async Task Instance_is_found_by_its_outputs()
    {
        var database = await RecordAsync();
        Assert.Equal("pmcrm-test", await database.ValueAsync(d => d.InstanceName));
        Assert.Equal("project:region:database", await database.ValueAsync(d => d.ConnectionName));
        Assert.Equal(SimulatedState.PrivateAddress, await database.ValueAsync(d => d.PrivateIpAddress));
        Assert.Null(await database.ValueAsync(d => d.ReplicaInstanceName));
    }

    private static Task<Recorded<PmCrm.Components.Database.PostgresDatabase>> RecordAsync() => new PostgresDatabaseBuilder().RecordAsync();

    private static async Task<Recording> PlanAsync() => (await RecordAsync()).Plan;
}
