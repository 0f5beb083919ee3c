using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Caching;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.OutsideServices;

/// <summary>This application's requests to outside services, tested against a server on loopback.</summary>
public sealed class OutsideServiceTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly OutsideServiceOptions Patient = new("example", new Uri("https://outside.example.com/v1/"))
    {
        Pause = TimeSpan.FromMilliseconds(1),
        MinAttemptsToOpen = 100,
    };

    [Fact]
    public async Task A_repeatable_request_is_retried_after_a_transient_failure()
    {
        await using var server = await OutsideServer.Start();
        server.AnswerWith(OutsideServerAnswer.Json(500, "{}"), OutsideServerAnswer.Json(503, "{}"), OutsideServerAnswer.Json(200, "[1]"));
        using var service = Service(server, Patient);

        using var answer = await service.Client.GetAsync(new Uri("things?a=1", UriKind.Relative));

        Assert.Equal("[1]", await answer.Content.ReadAsStringAsync());
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal(("outside.example.com", "/v1/things?a=1"), (request.Host, request.Path)));
        Assert.Equal(new OutsideServiceStatus("closed", "ok", 0), service.Status);
    }

    [Fact]
    public async Task A_message_that_may_have_arrived_is_not_sent_again()
    {
        await using var server = await OutsideServer.Start();
        server.Answer = _ => OutsideServerAnswer.Json(500, "{}");
        using var service = Service(server, Patient);

        using var plain = await service.Client.PostAsync(new Uri("messages", UriKind.Relative), Fixtures.Http.Json("{}"));
        Assert.Equal((HttpStatusCode.InternalServerError, 1), (plain.StatusCode, server.Requests.Count));

        using var keyed = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = Fixtures.Http.Json("""{"a":1}"""),
        }.MarkRepeatable();
        using var answer = await service.Client.SendAsync(keyed);
        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), request => Assert.Equal("""{"a":1}""", request.Text));
    }

    [Fact]
    public async Task After_429_the_request_waits_as_long_as_the_service_asks()
    {
        await using var server = await OutsideServer.Start();
        var limited = OutsideServerAnswer.Json(429, "{}", ("Retry-After", "1"));
        server.AnswerWith(limited, OutsideServerAnswer.Json(200, "{}"));
        using var service = Service(server, Patient);

        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var answer = await service.Client.PostAsync(new Uri("messages", UriKind.Relative), Fixtures.Http.Json("{}"));

        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, server.Requests.Count));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task A_pause_longer_than_a_request_may_wait_is_left_to_the_caller()
    {
        await using var server = await OutsideServer.Start();
        server.Answer = _ => OutsideServerAnswer.Json(429, "{}", ("Retry-After", "3600"));
        using var service = Service(server, Patient);

        using var answer = await service.Client.GetAsync(new Uri("things", UriKind.Relative));

        Assert.Equal((HttpStatusCode.TooManyRequests, 1), (answer.StatusCode, server.Requests.Count));
        Assert.Equal(TimeSpan.FromHours(1), answer.RetryAfter(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_service_that_does_not_respond_times_out_and_is_named()
    {
        await using var server = await OutsideServer.Start();
        server.Answer = _ => OutsideServerAnswer.Never;
        using var service = Service(server, Patient with { Timeout = TimeSpan.FromSeconds(2), MaxAttempts = 2 });

        var exception = await Assert.ThrowsAsync<OutsideServiceException>(() =>
            service.Client.GetAsync(new Uri("things", UriKind.Relative))
        );

        Assert.Equal(("example", OutsideOutcome.TimedOut), (exception.Service, exception.Outcome));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("timed_out", service.Status.LastOutcome);
    }

    [Fact]
    public async Task A_broken_or_endless_response_counts_as_a_failure()
    {
        await using var server = await OutsideServer.Start();
        using var service = Service(server, Patient with { MaxAnswer = 1000, MaxAttempts = 1 });

        foreach (var bad in new[] { OutsideServerAnswer.Garbage() with { BreaksOff = true }, new OutsideServerAnswer(200, new byte[1001]) })
        {
            server.Answer = _ => bad;
            var exception = await Assert.ThrowsAsync<OutsideServiceException>(() =>
                service.Client.GetAsync(new Uri("things", UriKind.Relative))
            );
            Assert.Equal(OutsideOutcome.Unreachable, exception.Outcome);
        }
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_not_called_for_a_while()
    {
        await using var server = await OutsideServer.Start();
        server.Answer = _ => OutsideServerAnswer.Json(500, "{}");
        var clock = new MovableClock();
        var options = Patient with { MaxAttempts = 1, MinAttemptsToOpen = 2, OpenTime = TimeSpan.FromMinutes(1) };
        using var service = Service(server, options, clock);
        for (var i = 0; i < 2; i++)
            (await service.Client.GetAsync(new Uri("things", UriKind.Relative))).Dispose();

        var refused = await Assert.ThrowsAsync<OutsideServiceException>(() => service.Client.GetAsync(new Uri("things", UriKind.Relative)));
        Assert.Equal((OutsideOutcome.CircuitOpen, "open", 2), (refused.Outcome, service.Status.Circuit, server.Requests.Count));

        server.Answer = _ => OutsideServerAnswer.Json(200, "{}");
        clock.Advance(options.OpenTime);
        (await service.Client.GetAsync(new Uri("things", UriKind.Relative))).Dispose();
        Assert.Equal(("closed", 3), (service.Status.Circuit, server.Requests.Count));
    }

    [Fact]
    public async Task A_refusal_is_not_retried_nor_opens_the_circuit_and_redirects_are_not_followed()
    {
        await using var server = await OutsideServer.Start();
        using var service = Service(server, Patient with { MinAttemptsToOpen = 2 });

        server.Answer = _ => OutsideServerAnswer.Json(401, "{}");
        for (var i = 0; i < 5; i++)
            (await service.Client.GetAsync(new Uri("things", UriKind.Relative))).Dispose();
        Assert.Equal(new OutsideServiceStatus("closed", "refused", 0), service.Status);

        server.Answer = _ => new OutsideServerAnswer(302, [], ("Location", "https://elsewhere.example.com/"));
        using var moved = await service.Client.GetAsync(new Uri("things", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Redirect, 6), (moved.StatusCode, server.Requests.Count));
    }

    [Fact]
    public async Task Each_attempt_is_counted_by_service_and_outcome()
    {
        await using var server = await OutsideServer.Start();
        server.AnswerWith(OutsideServerAnswer.Json(500, "{}"), OutsideServerAnswer.Json(429, "{}"), OutsideServerAnswer.Json(404, "{}"));
        using var metrics = new Metrics(app.Services.GetRequiredService<Cache>());
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (metrics.Owns(instrument) && instrument.Name == "outside.request.duration")
                    me.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, _, tags, _) => counted.Add(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}:{tag.Value}")))
        );
        listener.Start();
        using var transport = server.Transport();
        using var service = new OutsideService(Patient, transport, metrics, TimeProvider.System);

        (await service.Client.GetAsync(new Uri("things", UriKind.Relative))).Dispose();

        Assert.Equal(["service:example outcome:failed", "service:example outcome:limited", "service:example outcome:refused"], counted);
    }

    [Fact]
    public async Task Only_operators_see_the_outside_services_in_the_health_report()
    {
        await using var server = await OutsideServer.Start();
        await using var listening = app.Listen(services: services =>
        {
            services.AddOutsideService(Patient);
            server.LeadHere(services);
        });
        using var operatorsClient = listening.Client();
        using var outsider = listening.Client();
        outsider.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        var report = await (await operatorsClient.Get("/health").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal("closed", report.GetProperty("outsideServices").GetProperty("example").GetProperty("circuit").GetString());

        foreach (var path in new[] { "/health", "/health/ready" })
            Assert.False((await (await outsider.Get(path)).ReadJson()).TryGetProperty("outsideServices", out _), path);
        Assert.False((await (await operatorsClient.Get("/health/ready")).ReadJson()).TryGetProperty("outsideServices", out _));
    }

    private OutsideService Service(OutsideServer server, OutsideServiceOptions options, TimeProvider? clock = null) =>
        new(options, server.Transport(), app.Services.GetRequiredService<Metrics>(), clock ?? TimeProvider.System);
}
