using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

/// <summary>The native binary's commands, as the platform calls them.</summary>
public sealed class CommandTests(PublishedApp published, Servers servers)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_migrates_serves_reports_its_health_and_rolls_back()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        var database = await servers.CreateDatabase(migrated: false);
        var environment = TestEnvironment.Variables(database, servers.Redis.Url);
        environment[AppVariables.LogLevel] = "info";

        var (migrated, printed) = await published.Run(["migrate"], environment);
        Assert.True(migrated == 0, printed);
        Assert.Contains(Migration.Newest, printed, StringComparison.Ordinal);

        await using (var app = await published.Start("backend", environment))
        {
            await app.WaitFor("/health/ready", HttpStatusCode.OK, Timeout);
            await app.Client.Get("/openapi/v1.json").Expect(HttpStatusCode.OK);
            await app
                .Client.PostJson("/v1/auth/register", """{"email":"a@example.com","password":"a long enough one","displayName":"A"}""")
                .Expect(HttpStatusCode.Accepted);
            await app
                .Client.PostJson("/v1/auth/register", """{"email":"","password":"x","displayName":"A"}""")
                .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
            var tokens = await (
                await app
                    .Client.PostJson("/v1/auth/login", """{"email":"a@example.com","password":"a long enough one"}""")
                    .Expect(HttpStatusCode.OK)
            ).ReadJson();
            await app
                .Client.PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{tokens.GetProperty("refreshToken")}}"}""")
                .Expect(HttpStatusCode.OK);

            environment[AppVariables.Port] = $"{app.Port}";
            Assert.Equal(0, (await published.Run(["health"], environment)).ExitCode);
        }
        Assert.Equal(1, (await published.Run(["health"], environment)).ExitCode);

        await using (var worker = await published.Start("worker", environment))
        {
            await worker.WaitFor("/health/ready", HttpStatusCode.OK, Timeout);
            await WaitForCanary(database);
        }

        var (verified, report) = await published.Run(["verify", "--json"], environment);
        Assert.True(verified == 0, report);
        Assert.Equal("ok", JsonDocument.Parse(report).RootElement.GetProperty("status").GetString());
        Assert.DoesNotContain("a@example.com", report, StringComparison.Ordinal);
        var (late, lines) = await published.Run(["verify", "--written-since", "2999-01-01T00:00:00Z"], environment);
        Assert.Equal(1, late);
        Assert.Contains("failed  canary", lines, StringComparison.Ordinal);
        Assert.Equal(3, (await published.Run(["verify", "--host", "127.0.0.2"], environment)).ExitCode);

        Assert.Equal(0, (await published.Run(["rollback", "--to", Migration.All[^3].Version], environment)).ExitCode);
        Assert.Equal(0, (await published.Run(["rollback"], environment)).ExitCode);
        var (unknown, why) = await published.Run(["rollback", "--to", "1999_nothing"], environment);
        Assert.Equal(1, unknown);
        Assert.Contains("1999_nothing", why, StringComparison.Ordinal);
        await servers.DropDatabase(database);
    }

    private static async Task WaitForCanary(string database)
    {
        await using var source = DataSource.Create(PostgresUrl.Parse(database));
        var until = DateTimeOffset.UtcNow + Timeout;
        while (
            await new Database(source).FirstOrDefault($"select count(*) from canaries", row => row.GetInt64(0), default) == 0
            && DateTimeOffset.UtcNow < until
        )
            await Task.Delay(50);
    }

    [Fact]
    public async Task It_seeds_a_demonstration_account_once()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        var database = await servers.CreateDatabase();
        var environment = TestEnvironment.Variables(database, servers.Redis.Url);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "too short", TestContext.Current.CancellationToken);
            var (refused, why) = await published.Run(["seed", "--password-file", file], environment);
            Assert.Equal(2, refused);
            Assert.Contains("has 9 characters; accepted: 12 to 128", why, StringComparison.Ordinal);

            const string password = "a planted long password";
            await File.WriteAllTextAsync(file, password, TestContext.Current.CancellationToken);
            foreach (var answer in new[] { "is there.", "was there already" })
            {
                var (code, printed) = await published.Run(["seed", "--password-file", file], environment);
                Assert.True(code == 0, printed);
                Assert.Contains(answer, printed, StringComparison.Ordinal);
                Assert.DoesNotContain(password, printed, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
            await servers.DropDatabase(database);
        }
    }

    [Fact]
    public async Task An_invalid_environment_stops_it_with_every_problem_in_one_message()
    {
        var (code, printed) = await published.Run(
            ["backend"],
            new()
            {
                [AppVariables.DatabaseUrl] = "planted-value-12",
                [AppVariables.JwtSecret] = "planted-value-13",
                [AppVariables.Port] = "x",
            }
        );

        Assert.Equal(1, code);
        foreach (
            var name in (string[])
                [AppVariables.DatabaseUrl, AppVariables.RedisUrl, AppVariables.JwtSecret, AppVariables.EncryptionKey, AppVariables.Port]
        )
            Assert.Contains(name, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task A_port_in_use_is_one_line_that_names_it_and_nothing_is_started(string command)
    {
        using var other = new TcpListener(IPAddress.IPv6Any, 0);
        other.Server.DualMode = true;
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var environment = TestEnvironment.Variables("postgresql://nobody@127.0.0.1:1/none", "redis://127.0.0.1:1");
        environment[AppVariables.Port] = $"{port}";
        environment[AppVariables.LogLevel] = "info";

        var (code, printed) = await published.Run([command], environment);

        Assert.Equal(1, code);
        var line = Assert.Single(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal($"Cannot listen on http://[::]:{port}: another process uses this port (PORT).", line);
    }

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Missing_time_zone_data_is_reported_at_startup(string command)
    {
        var environment = TestEnvironment.Variables("postgresql://nobody@127.0.0.1:1/none", "redis://127.0.0.1:1");
        environment[AppVariables.TimeZoneFolder] = "/nonexistent";

        var (code, printed) = await published.Run([command], environment);

        Assert.Equal(1, code);
        Assert.Contains("install tzdata", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate", "--to")]
    [InlineData("rollback", "20261101_add_users")]
    [InlineData("verify", "--host")]
    [InlineData("verify", "--written-since", "yesterday")]
    [InlineData("verify", "--all")]
    public async Task An_unknown_command_is_refused_with_a_list_of_the_known_ones(params string[] arguments)
    {
        var (code, printed) = await published.Run(arguments, []);

        Assert.Equal(2, code);
        Assert.Contains("pmcrm migrate", printed, StringComparison.Ordinal);
    }
}
