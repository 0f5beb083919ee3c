using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Search;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Search;

/// <summary>The contract with the embedding service, tested against a server on loopback.</summary>
public sealed class OpenAiEmbedderTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Key = "planted-value-1";

    /// <summary>The batch size of the worker and the model's number of vector dimensions.</summary>
    private const int Texts = 32;
    private const int Numbers = 1536;

    [Fact]
    public async Task The_request_has_the_key_and_the_vectors_are_put_in_order()
    {
        await using var server = await OutsideServer.Start();
        server.AnswerWith(
            OutsideServerAnswer.Json(200, """{"object":"list","data":[{"index":1,"embedding":[0.5]},{"index":0,"embedding":[0.25]}]}""")
        );
        using var service = Service(server, OpenAiEmbedder.OfSearch);

        var vectors = await new OpenAiEmbedder(service, Key).Embed(["a", "b"], default);

        Assert.Equal([0.25f, 0.5f], vectors.Select(vector => vector[0]));
        var asked = Assert.Single(server.Requests);
        Assert.Equal(("POST", "api.openai.com", "/v1/embeddings"), (asked.Method, asked.Host, asked.Path));
        Assert.Equal($"Bearer {Key}", asked.Headers["Authorization"]);
        Assert.Equal("""{"model":"text-embedding-3-small","input":["a","b"]}""", asked.Text);
        Assert.False(new OpenAiEmbedder(null, null).IsConfigured);
    }

    [Fact]
    public async Task The_largest_response_that_the_worker_requests_is_read()
    {
        await using var server = await OutsideServer.Start();
        var numbers = string.Join(
            ",\n        ",
            Enumerable.Range(0, Numbers).Select(i => (-0.01234567890123 / (i + 1)).ToString("R", CultureInfo.InvariantCulture))
        );
        var data = string.Join(
            ',',
            Enumerable.Range(0, Texts).Select(i => $$"""{"object":"embedding","index":{{i}},"embedding":[{{numbers}}]}""")
        );
        server.AnswerWith(OutsideServerAnswer.Json(200, $$"""{"data":[{{data}}]}"""));
        using var service = Service(server, OpenAiEmbedder.OfWorker);

        var vectors = await new OpenAiEmbedder(service, Key).Embed([.. Enumerable.Repeat("a", Texts)], default);

        Assert.Equal((Texts, Numbers), (vectors.Count, vectors[^1].Length));
    }

    [Theory]
    [InlineData(401, "planted-value-2")]
    [InlineData(500, "planted-value-2")]
    [InlineData(200, "<html>planted-value-2")]
    [InlineData(200, "null")]
    [InlineData(200, """{"data":null}""")]
    [InlineData(200, """{"data":[]}""")]
    [InlineData(200, """{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}""")]
    [InlineData(200, """{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}""")]
    [InlineData(200, """{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}""")]
    [InlineData(200, """{"data":[{"index":0,"embedding":["planted-value-2"]},{"index":1,"embedding":[2]}]}""")]
    public async Task An_invalid_response_is_an_error_without_its_text(int status, string body)
    {
        await using var server = await OutsideServer.Start();
        server.AnswerWith(OutsideServerAnswer.Json(status, body));
        using var service = Service(server, OpenAiEmbedder.OfSearch);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => new OpenAiEmbedder(service, Key).Embed(["a", "b"], default));

        Assert.DoesNotContain("planted", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_waits_as_long_as_the_service_asks_but_a_search_does_not()
    {
        await using var server = await OutsideServer.Start();
        var limited = OutsideServerAnswer.Json(429, "{}", ("Retry-After", "1"));
        server.AnswerWith(limited, OutsideServerAnswer.Json(200, """{"data":[{"index":0,"embedding":[1]}]}"""));
        using var worker = Service(server, OpenAiEmbedder.OfWorker);

        Assert.Single(await new OpenAiEmbedder(worker, Key).Embed(["a"], default));

        server.AnswerWith(limited);
        using var search = Service(server, OpenAiEmbedder.OfSearch);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => new OpenAiEmbedder(search, Key).Embed(["a"], default));
        Assert.Equal((HttpStatusCode.TooManyRequests, 3), (error.StatusCode, server.Requests.Count));
    }

    [Fact]
    public async Task A_service_that_does_not_respond_or_disconnects_times_out_and_then_is_not_called()
    {
        await using var server = await OutsideServer.Start();
        server.Answer = _ => OutsideServerAnswer.Never;
        using var service = Service(server, OpenAiEmbedder.OfSearch with { Timeout = TimeSpan.FromSeconds(2), MinAttemptsToOpen = 2 });
        var embedder = new OpenAiEmbedder(service, Key);

        var slow = await Assert.ThrowsAsync<OutsideServiceException>(() => embedder.Embed(["a"], default));
        server.Answer = _ => OutsideServerAnswer.Garbage() with { BreaksOff = true };
        var broken = await Assert.ThrowsAsync<OutsideServiceException>(() => embedder.Embed(["a"], default));
        var open = await Assert.ThrowsAsync<OutsideServiceException>(() => embedder.Embed(["a"], default));

        Assert.Equal(
            [OutsideOutcome.TimedOut, OutsideOutcome.Unreachable, OutsideOutcome.CircuitOpen],
            new[] { slow, broken, open }.Select(error => error.Outcome)
        );
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Operators_see_it_in_the_health_report_if_it_is_configured(bool isConfigured)
    {
        await using var server = await OutsideServer.Start();
        await using var listening = app.Listen(new() { [AppVariables.OpenAiApiKey] = isConfigured ? Key : null }, services =>
            server.LeadHere(services)
        );
        using var client = listening.Client();

        var report = await (await client.Get("/health").Expect(HttpStatusCode.OK)).ReadJson();

        var isThere =
            report.TryGetProperty("outsideServices", out var services)
            && services.ValueKind == JsonValueKind.Object
            && services.TryGetProperty(OpenAiEmbedder.ServiceName, out _);
        Assert.Equal(isConfigured, isThere);
    }

    private OutsideService Service(OutsideServer server, OutsideServiceOptions options) =>
        new(options, server.Transport(), app.Services.GetRequiredService<Metrics>(), TimeProvider.System);
}
