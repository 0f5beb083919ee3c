using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

public sealed class TraceTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const ulong TraceIdsLowHalf = 0x8448eb211c80319c;
    private const string ParentId = "b7ad6b7169203331";

    [Fact]
    public async Task A_request_and_its_statements_reach_the_agent_as_one_trace()
    {
        await using var agent = await Agent.Start();
        await using var backend = app.With(
            new()
            {
                [AppVariables.DatadogAgentHost] = "127.0.0.1",
                [AppVariables.DatadogTraceAgentPort] = agent.Port.ToString(CultureInfo.InvariantCulture),
                [AppVariables.AppVersion] = "1.2.3",
            },
            _ => { }
        );
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = (await app.NewPerson()).Client.DefaultRequestHeaders.Authorization;
        client.DefaultRequestHeaders.Add("traceparent", $"00-{TraceId}-{ParentId}-01");

        await client.Get("/v1/me").Expect(HttpStatusCode.OK);
        await client.Get("/health/live").Expect(HttpStatusCode.OK);
        Assert.True(backend.Services.GetRequiredService<TracerProvider>().ForceFlush(30_000));

        Assert.All(agent.Received, received => Assert.Equal(("PUT", "/v0.4/traces"), (received.Method, received.Path)));
        // Tests of other classes run in this process too and create traces.
        List<JsonElement> Spans() =>
            [
                .. agent
                    .Received.SelectMany(received => received.Body.EnumerateArray())
                    .SelectMany(trace => trace.EnumerateArray())
                    .Where(span => span.GetProperty("trace_id").GetUInt64() == TraceIdsLowHalf),
            ];

        // The server ends a request's span only after the client has the response.
        var start = Stopwatch.GetTimestamp();
        while (!Spans().Any(span => Text(span, "name") == "aspnet_core.request") && Stopwatch.GetElapsedTime(start) < Timeout)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            Assert.True(backend.Services.GetRequiredService<TracerProvider>().ForceFlush(30_000));
        }
        var spans = Spans();
        var request = Assert.Single(spans, span => Text(span, "name") == "aspnet_core.request");
        Assert.Equal(("pmcrm-backend", "web", "GET /v1/me/"), (Text(request, "service"), Text(request, "type"), Text(request, "resource")));
        Assert.Equal(ParentId, request.GetProperty("parent_id").GetUInt64().ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal("1.2.3", Text(request.GetProperty("meta"), "version"));
        Assert.InRange(request.GetProperty("duration").GetInt64(), 1, 60_000_000_000);
        var began = DateTimeOffset.UnixEpoch.AddTicks(request.GetProperty("start").GetInt64() / (long)TimeSpan.NanosecondsPerTick);
        Assert.InRange(DateTimeOffset.UtcNow - began, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        var sql = spans.Where(span => Text(span, "type") == "sql").ToList();
        // Npgsql traces the opening of a connection too (its option EnablePhysicalOpenTracing); one is opened when all others are in use.
        Assert.Single(sql, span => !Text(span, "resource")!.StartsWith("CONNECT ", StringComparison.Ordinal));
        Assert.All(sql, span => Assert.Equal(request.GetProperty("span_id").GetUInt64(), span.GetProperty("parent_id").GetUInt64()));
        Assert.All(spans, span => Assert.Equal(TraceIdsLowHalf, span.GetProperty("trace_id").GetUInt64()));
        Assert.Equal("0af7651916cd43dd", Text(spans[0].GetProperty("meta"), "_dd.p.tid"));
        Assert.Equal(1, spans[0].GetProperty("metrics").GetProperty("_sampling_priority_v1").GetInt32());
    }

    private static string? Text(JsonElement span, string name) => span.GetProperty(name).GetString();

    /// <summary>Stands in for the Datadog agent: accepts traces over HTTP.</summary>
    private sealed class Agent : IAsyncDisposable
    {
        private readonly WebApplication server;

        private Agent() =>
            server = LoopbackServer.Create(async context =>
            {
                using var body = await JsonDocument.ParseAsync(context.Request.Body);
                Received.Enqueue((context.Request.Method, context.Request.Path, body.RootElement.Clone()));
                await context.Response.WriteAsync("{}");
            });

        public ConcurrentQueue<(string Method, string Path, JsonElement Body)> Received { get; } = [];

        public int Port => server.LoopbackPort();

        public static async Task<Agent> Start()
        {
            var agent = new Agent();
            await agent.server.StartAsync();
            return agent;
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
