using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Operations;

/// <summary>The native binary under load while a server that it needs fails. These tests use their own servers, which they stop.</summary>
public sealed class FaultTests(PublishedApp published, Servers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>A well-formed token of no session: it is refused only after a query to the database.</summary>
    private static readonly string Request = $$"""{"refreshToken":"{{System.Buffers.Text.Base64Url.EncodeToString(new byte[32])}}"}""";

    private LocalPostgres? postgres;
    private LocalRedis? redis;

    private Dictionary<string, string?> Environment
    {
        get
        {
            var variables = TestEnvironment.Variables(postgres!.Url("postgres") + "?connect_timeout=2&connection_limit=5", redis!.Url);
            variables[AppVariables.LogLevel] = "debug";
            variables[AppVariables.TrustedProxyHops] = "1";
            return variables;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (servers.Missing is not null)
            return;
        postgres = await LocalPostgres.Start();
        redis = await LocalRedis.Start();
        await using var source = DataSource.Create(PostgresUrl.Parse(postgres.Url("postgres")));
        await new Migrator(source, Migration.All, NullLogger.Instance).Up(null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (redis is not null)
            await redis.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Without_the_database_requests_answer_503_and_recover_afterwards()
    {
        await using var app = await Start();
        await using var load = new Load(app);
        await load.Until(answers => answers.Count(HttpStatusCode.Unauthorized) > 20);

        await postgres!.Kill();
        await load.Until(answers => answers.Count(HttpStatusCode.ServiceUnavailable) > 20);
        await app.Client.Get("/health/live").Expect(HttpStatusCode.OK);
        await app.WaitFor("/health/ready", HttpStatusCode.ServiceUnavailable, Timeout);
        await postgres.Resume();
        await app.WaitFor("/health/ready", HttpStatusCode.OK, Timeout);

        var since = load.Count(HttpStatusCode.Unauthorized);
        await load.Until(answers => answers.Count(HttpStatusCode.Unauthorized) > since + 50);
        Assert.Empty(load.Others(HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable));
        Assert.DoesNotContain("planted-value", app.Process.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_and_starting_Redis_fails_no_request()
    {
        await using var app = await Start();
        await using var load = new Load(app);
        await load.Until(answers => answers.Count(HttpStatusCode.Unauthorized) > 20);

        await redis!.Kill();
        var without = load.Count(HttpStatusCode.Unauthorized);
        await load.Until(answers => answers.Count(HttpStatusCode.Unauthorized) > without + 50);
        await app.WaitFor("/health/ready", HttpStatusCode.OK, Timeout);
        await redis.Resume();
        var with = load.Count(HttpStatusCode.Unauthorized);
        await load.Until(answers => answers.Count(HttpStatusCode.Unauthorized) > with + 20);

        Assert.Empty(load.Others(HttpStatusCode.Unauthorized));
        var start = Stopwatch.GetTimestamp();
        while (await Status(app) != "ok")
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Timeout, "the cache was not found again");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task SIGTERM_under_load_drops_no_request_and_the_process_exits_within_25_seconds()
    {
        await using var app = await Start();
        await using var load = new Load(app);
        await load.Until(answers => answers.Count(HttpStatusCode.Unauthorized) > 20);

        var start = Stopwatch.GetTimestamp();
        app.Process.Terminate();
        await app.WaitFor("/health/ready", HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10));
        // A load balancer that has seen it unready sends no further requests; all earlier requests are answered.
        await load.Stop();

        Assert.Equal(0, await app.Process.Ended.WaitAsync(TimeSpan.FromSeconds(25)));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(25));
        Assert.Empty(load.Others(HttpStatusCode.Unauthorized));
    }

    private async Task<RunningApp> Start()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        var app = await published.Start("backend", Environment);
        await app.WaitFor("/health/ready", HttpStatusCode.OK, Timeout);
        return app;
    }

    private static async Task<string?> Status(RunningApp app) =>
        (await (await app.Client.Get("/health")).ReadJson()).GetProperty("status").GetString();

    /// <summary>Four clients, each sending one request after the other.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly ConcurrentQueue<HttpStatusCode?> answers = [];
        private readonly Task[] clients;

        public Load(RunningApp app) => clients = [.. Enumerable.Range(0, 4).Select(_ => Send(app))];

        public int Count(HttpStatusCode status) => answers.Count(answer => answer == status);

        public IEnumerable<HttpStatusCode?> Others(params HttpStatusCode[] expected) =>
            answers.Where(answer => answer is null || !expected.Contains(answer.Value));

        public async Task Until(Func<Load, bool> condition)
        {
            var start = Stopwatch.GetTimestamp();
            while (!condition(this))
            {
                Assert.True(
                    Stopwatch.GetElapsedTime(start) < Timeout,
                    $"waited in vain; got {string.Join(", ", answers.CountBy(answer => $"{answer}"))}"
                );
                await Task.Delay(20);
            }
        }

        public async Task Stop()
        {
            await stop.CancelAsync();
            await Task.WhenAll(clients);
        }

        public async ValueTask DisposeAsync()
        {
            await Stop();
            stop.Dispose();
        }

        private async Task Send(RunningApp app)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/refresh")
                    {
                        Content = Fixtures.Http.Json(Request),
                    };
                    // Each from a different network; otherwise the rate limit would refuse them.
                    request.Headers.Add("X-Forwarded-For", $"2001:db8:{Random.Shared.Next(1 << 16):x}:{Random.Shared.Next(1 << 16):x}::1");
                    using var response = await app.Client.SendAsync(request);
                    answers.Enqueue(response.StatusCode);
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    answers.Enqueue(null);
                }
            }
        }
    }
}
