using System.Net;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

public sealed class HealthTests(AppFixture app, Servers servers) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task The_service_is_healthy_if_every_dependency_responds()
    {
        var report = await (await app.Anonymous.Get("/health").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal("ok", report.GetProperty("status").GetString());
        Assert.Empty(report.GetProperty("error").EnumerateObject());
        Assert.Equal(["cache", "database", "migrations"], report.GetProperty("info").EnumerateObject().Select(check => check.Name).Order());
        Assert.All(report.GetProperty("details").EnumerateObject(), check =>
            Assert.True(check.Value.GetProperty("responseTimeMs").GetDouble() >= 0)
        );
    }

    [Fact]
    public async Task Without_the_schema_it_is_live_but_not_ready()
    {
        _ = app.Services;
        var empty = await servers.CreateDatabase(migrated: false);
        await using (var backend = app.With(new() { [AppVariables.DatabaseUrl] = empty }, _ => { }))
        {
            using var client = backend.CreateClient();

            await client.Get("/health/live").Expect(HttpStatusCode.OK);
            var report = await (await client.Get("/health/ready").Expect(HttpStatusCode.ServiceUnavailable)).ReadJson();

            Assert.Equal("up", report.GetProperty("info").GetProperty("database").GetProperty("status").GetString());
            Assert.Equal("down", report.GetProperty("error").GetProperty("migrations").GetProperty("status").GetString());
        }
        await servers.DropDatabase(empty);
    }

    [Fact]
    public async Task A_schema_newer_than_this_build_is_accepted()
    {
        await app.Database.Execute($"insert into schema_migrations (version, checksum) values ({"29991231_future"}, {"x"})", default);

        await app.Anonymous.Get("/health/ready").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_database_requests_answer_503_with_Retry_After_and_no_internal_details()
    {
        await using var backend = app.With(
            new() { [AppVariables.DatabaseUrl] = "postgresql://planted-value-11@127.0.0.1:1/none?connect_timeout=1" },
            _ => { }
        );
        using var client = backend.CreateClient();

        await client.Get("/health/live").Expect(HttpStatusCode.OK);
        var ready = await client.Get("/health/ready").Expect(HttpStatusCode.ServiceUnavailable);
        Assert.DoesNotContain("planted-value", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var token = System.Buffers.Text.Base64Url.EncodeToString(new byte[32]);
        var refused = client.PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{token}}"}""");
        await refused.ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True((await refused).Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }
}
