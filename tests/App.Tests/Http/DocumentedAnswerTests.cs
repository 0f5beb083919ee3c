using System.Net;
using System.Text.Json.Nodes;
using PmCrm.App.Http;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Http;

/// <summary>
/// Every operation is asked so that it succeeds, and so that it refuses: the status, the content type and the headers of the answer are
/// those of the OpenAPI document.
/// </summary>
public sealed class DocumentedAnswerTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>Headers that a client acts on. Those of every answer (security, date, length) are not part of the document.</summary>
    private static readonly string[] Headers =
    [
        "ETag",
        "Location",
        "Retry-After",
        RateLimitHeaders.Policy,
        RateLimitHeaders.Limit,
        "WWW-Authenticate",
        IdempotencyKeys.ReplayHeader,
    ];

    [Fact]
    public async Task Responses_have_the_documented_status_type_and_headers()
    {
        var document = await Document();
        var seen = new List<string>();
        var wrong = new List<string>();
        foreach (var operation in (await ApiOperation.All(app)).Where(operation => operation.NeedsToken))
        {
            foreach (var (kind, change) in Variants)
            {
                var world = await World.Create(app);
                var exists = kind != "of nobody";
                using var request = operation.Request(Id(world, exists), Id(world, exists), "Anna");
                change(request);
                using var answer = await (kind == "without a token" ? app.Anonymous : world.Person.Client).SendAsync(request);
                seen.Add($"{(int)answer.StatusCode}");
                wrong.AddRange(Differences(document, operation.Path, answer).Select(text => $"{operation}, {kind}: {text}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        Assert.Superset(new HashSet<string> { "200", "201", "202", "204", "401", "404", "412", "428" }, seen.ToHashSet());
    }

    [Fact]
    public async Task A_refusal_by_a_rate_limit_is_as_documented()
    {
        var document = await Document();
        await using var backend = app.With(new() { [AppVariables.TrustedProxyHops] = "1" }, _ => { });
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.77");
        var statuses = new HashSet<HttpStatusCode>();

        // A window may end in between, so at most twice the limit is accepted.
        for (var i = 0; i <= 2 * RateLimit.Authentication.Permits && !statuses.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            using var answer = await client.PostJson("/v1/auth/refresh", """{"refreshToken":"x"}""");
            statuses.Add(answer.StatusCode);
            Assert.Empty(Differences(document, "/v1/auth/refresh", answer));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task A_refusal_without_the_database_is_as_documented()
    {
        await using var backend = app.With(new() { [AppVariables.DatabaseUrl] = "postgresql://nobody@127.0.0.1:1/none" }, _ => { });
        using var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = (await app.NewPerson()).Client.DefaultRequestHeaders.Authorization;

        using var answer = await client.Get("/v1/contacts").Expect(HttpStatusCode.ServiceUnavailable);

        Assert.Empty(Differences(await Document(), "/v1/contacts", answer));
    }

    [Fact]
    public async Task The_response_to_a_repeated_request_has_the_documented_headers()
    {
        var document = await Document();
        var client = (await app.NewPerson()).Client;
        client.DefaultRequestHeaders.Add(IdempotencyKeys.Header, "key-1");

        foreach (var isReplay in new[] { false, true })
        {
            using var answer = await client.PostJson("/v1/contacts", """{"name":"Anna"}""").Expect(HttpStatusCode.Created);
            Assert.Equal(isReplay, answer.Headers.Contains(IdempotencyKeys.ReplayHeader));
            Assert.Empty(Differences(document, "/v1/contacts", answer));
        }
    }

    private static readonly (string Kind, Action<HttpRequestMessage> Change)[] Variants =
    [
        ("as in the example", _ => { }),
        ("without a token", _ => { }),
        ("of nobody", _ => { }),
        ("without If-Match", request => request.Headers.Remove("If-Match")),
        ("with another version", request =>
        {
            if (request.Headers.Remove("If-Match"))
                request.Headers.TryAddWithoutValidation("If-Match", "\"987654321\"");
        }),
        ("with an unknown cursor and no room", request =>
            request.RequestUri = new Uri(
                request.RequestUri!.OriginalString
                    + (request.RequestUri.OriginalString.Contains('?', StringComparison.Ordinal) ? "&" : "?")
                    + "cursor=x&limit=0",
                UriKind.Relative
            )
        ),
    ];

    private static Func<string, Guid> Id(World world, bool exists) => of => exists ? world.Things[of] : Guid.CreateVersion7();

    /// <summary>What the answer has and the document does not say, and the other way round.</summary>
    private static IEnumerable<string> Differences(JsonNode document, string path, HttpResponseMessage answer)
    {
        var status = $"{(int)answer.StatusCode}";
        var method = answer.RequestMessage!.Method.Method.ToLowerInvariant();
        if (document["paths"]![path]![method]!["responses"]![status] is not { } described)
        {
            yield return $"{status} is not documented";
            yield break;
        }
        var type = answer.Content.Headers.ContentType?.MediaType;
        var types = described["content"]?.AsObject().Select(content => content.Key).ToList() ?? [];
        if (type is null ? types.Count > 0 : !types.Contains(type))
            yield return $"{status} with {type ?? "no content"} instead of {string.Join(" or ", types)}";
        foreach (var header in Headers)
        {
            var isSent = answer.Headers.Contains(header);
            var documented = described["headers"]?[header];
            if (isSent && documented is null)
                yield return $"{status} with {header}, which is not documented";
            if (!isSent && documented?["required"]?.GetValue<bool>() == true)
                yield return $"{status} without {header}";
        }
    }

    private async Task<JsonNode> Document() =>
        JsonNode.Parse(await app.Anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
}
