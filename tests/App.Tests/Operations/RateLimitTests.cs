using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Caching;
using PmCrm.App.Configuration;
using PmCrm.App.Http;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

public sealed class RateLimitTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_request_above_the_limit_is_refused_with_Retry_After()
    {
        await using var backend = app.With(new() { [AppVariables.TrustedProxyHops] = "2" }, _ => { });
        using var client = backend.CreateClient();
        // As Google's load balancer writes it: the value that the client sent, the client's address, the balancer's address.
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9, 198.51.100.7, 192.0.2.1");
        HttpResponseMessage? refused = null;

        // A window may end in between, so at most twice the limit is accepted.
        for (var i = 0; i <= 2 * RateLimit.Authentication.Permits && refused is null; i++)
        {
            var response = await Refresh(client);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                refused = response;
        }

        Assert.NotNull(refused);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await Task.FromResult(refused).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        client.DefaultRequestHeaders.Remove("X-Forwarded-For");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7, 198.51.100.8, 192.0.2.1");
        await Refresh(client).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_Redis_every_request_is_accepted_and_the_failure_is_counted()
    {
        await using var backend = app.With(
            new() { [AppVariables.TrustedProxyHops] = "1", [AppVariables.RedisUrl] = "redis://127.0.0.1:1" },
            _ => { }
        );
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.9");

        for (var i = 0; i < 10; i++)
            await Refresh(client).Expect(HttpStatusCode.Unauthorized);

        Assert.True(backend.Services.GetRequiredService<Cache>().Failures >= 10);
        var health = await (await client.Get("/health/ready").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("down", health.GetProperty("error").GetProperty("cache").GetProperty("status").GetString());
    }

    private static Task<HttpResponseMessage> Refresh(HttpClient client) => client.PostJson("/v1/auth/refresh", """{"refreshToken":"x"}""");
}
