using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.ApiTokens;
using PmCrm.App.Http;
using PmCrm.App.Logging;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Account;

public sealed class ApiTokenTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>Path prefixes and the area that a token needs for them. Paths under none of them refuse API tokens.</summary>
    private static readonly (string Path, string Area)[] Areas =
    [
        ("/v1/contacts/{contactId}/reminders", ApiScopes.Reminders),
        ("/v1/contacts/{id}/reminders", ApiScopes.Reminders),
        ("/v1/reminders", ApiScopes.Reminders),
        ("/v1/contacts", ApiScopes.Contacts),
        ("/v1/interactions", ApiScopes.Contacts),
        ("/v1/recommendations", ApiScopes.Contacts),
        ("/v1/tags", ApiScopes.Contacts),
        ("/v1/dates", ApiScopes.Contacts),
        ("/v1/search", ApiScopes.Contacts),
        ("/v1/me/export", ApiScopes.Export),
    ];

    [Fact]
    public async Task Every_operation_accepts_exactly_the_tokens_with_its_scope()
    {
        var (accepted, refused) = (0, 0);
        var world = await World.Create(app);
        var clients = new Dictionary<string, HttpClient>();
        foreach (var scope in ApiScopes.All)
            clients[scope] = app.Client(await Token(world.Person, scope));

        foreach (var operation in (await ApiOperation.All(app)).Where(operation => operation.NeedsToken))
        {
            var needed = Needed(operation);
            foreach (var (scope, client) in clients)
            {
                // Ids that do not exist: a request that passes the scope check finds nothing, and changes nothing that the next operation
                // needs.
                using var request = operation.Request(_ => Guid.CreateVersion7(), _ => Guid.CreateVersion7(), "x");
                using var answer = await client.SendAsync(request);
                var isRefused =
                    answer.StatusCode == HttpStatusCode.Forbidden
                    && (await answer.ReadJson()).Text("type") == Problems.TypeBase + "insufficient-scope";
                Assert.True(
                    isRefused == (scope != needed),
                    $"{operation} with {scope} answered {(int)answer.StatusCode}; it needs {needed ?? "a session"}"
                );
                _ = isRefused ? refused++ : accepted++;
            }
        }

        Assert.True(accepted > 40, $"Only {accepted} requests were accepted: the test shows little.");
        Assert.True(refused > 150, $"Only {refused} requests were refused: the test shows little.");
    }

    [Fact]
    public async Task A_token_with_every_scope_cannot_manage_the_account()
    {
        var person = await app.NewPerson();
        var script = app.Client(await Token(person, [.. ApiScopes.All]));
        await script.Get("/v1/contacts").Expect(HttpStatusCode.OK);

        foreach (var operation in (await ApiOperation.All(app)).Where(IsAboutTheAccount))
        {
            using var request = operation.Request(_ => Guid.CreateVersion7(), _ => Guid.CreateVersion7(), "x");
            await script.SendAsync(request).ExpectProblem(HttpStatusCode.Forbidden, "insufficient-scope");
        }

        await person.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
        static bool IsAboutTheAccount(ApiOperation operation) =>
            operation.NeedsToken
            && (
                operation.Path.StartsWith("/v1/me", StringComparison.Ordinal)
                || operation.Path.StartsWith("/v1/auth", StringComparison.Ordinal)
            )
            && !operation.Path.StartsWith("/v1/me/export", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_works_until_it_expires_or_is_removed_and_its_last_use_is_shown()
    {
        var person = await app.NewPerson();
        var (first, second) = (await Create(person, "one", "contacts:read"), await Create(person, "two", "contacts:read"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, first.GetProperty("details").GetProperty("lastUsedAt").ValueKind);
        var (one, two) = (app.Client(first.Text("token")), app.Client(second.Text("token")));
        await one.Get("/v1/contacts").Expect(HttpStatusCode.OK);
        await two.Get("/v1/contacts").Expect(HttpStatusCode.OK);

        var path = $"/v1/me/tokens/{first.GetProperty("details").GetProperty("id").GetGuid()}";
        var used = (await (await person.Client.Get(path).Expect(HttpStatusCode.OK)).ReadJson())
            .GetProperty("lastUsedAt")
            .GetDateTimeOffset();
        Assert.InRange(DateTimeOffset.UtcNow - used, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
        await person.Client.Write(HttpMethod.Delete, path).Expect(HttpStatusCode.NoContent);
        await app.Database.Execute($"update api_tokens set expires_at = now() where owner_id = {person.Id} and name = 'two'", default);

        await one.Get("/v1/contacts").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await two.Get("/v1/contacts").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await person.Client.Write(HttpMethod.Delete, path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        var list = await (await person.Client.Get("/v1/me/tokens").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Empty(list.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task The_stored_and_listed_values_of_a_token_do_not_work_as_tokens()
    {
        var person = await app.NewPerson();
        var created = await Create(person, "script", "contacts:read");
        var token = created.Text("token");

        Assert.Matches("^pmcrm_pat_[A-Za-z0-9_-]{49}$", token);
        var listed = await (await person.Client.Get("/v1/me/tokens").Expect(HttpStatusCode.OK)).Content.ReadAsStringAsync();
        Assert.DoesNotContain(token[10..], listed, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await app.Database.FirstOrDefault(
                $"select count(*) from api_tokens t where position({token[10..]} in t::text) > 0",
                row => row.GetInt64(0),
                default
            )
        );
        Assert.Equal($"GET {Redaction.Mark} failed", new Redaction([]).Clean($"GET {token} failed"));
        var last = token[^1] == 'A' ? 'B' : 'A';
        foreach (var wrong in new[] { token[..^1] + last, token + "A", token[..^1], token.ToUpperInvariant(), "pmcrm_pat_", token[10..] })
            await app.Client(wrong).Get("/v1/contacts").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData("""{"name":" ","scopes":["export"],"expiresInDays":1}""", "name")]
    [InlineData("""{"name":"x","scopes":[],"expiresInDays":1}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["export","admin"],"expiresInDays":1}""", "scopes[1]")]
    [InlineData("""{"name":"x","scopes":["export"],"expiresInDays":0}""", "expiresInDays")]
    [InlineData("""{"name":"x","scopes":["export"],"expiresInDays":367}""", "expiresInDays")]
    public async Task A_bad_request_for_a_token_names_the_field(string body, string field)
    {
        var problem = await (await app.NewPerson())
            .Client.PostJson("/v1/me/tokens", body)
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Fact]
    public async Task An_account_has_at_most_fifty_tokens_and_creates_them_only_after_a_recent_sign_in()
    {
        var person = await app.NewPerson();
        for (var i = 0; i < ApiTokenStore.MaxPerAccount; i++)
            await Create(person, $"{i}", "export");
        const string Body = """{"name":"x","scopes":["export"],"expiresInDays":1}""";
        await person.Client.PostJson("/v1/me/tokens", Body).ExpectProblem(HttpStatusCode.Conflict, "too-many-tokens");
        await app.Database.Execute($"update api_tokens set expires_at = now() where owner_id = {person.Id} and name = '7'", default);
        await person.Client.PostJson("/v1/me/tokens", Body).Expect(HttpStatusCode.Created);

        await app.AgeProof(person);
        await person.Client.PostJson("/v1/me/tokens", Body).ExpectProblem(HttpStatusCode.Forbidden, "recent-sign-in-required");
    }

    private static string? Needed(ApiOperation operation)
    {
        var area = Areas
            .FirstOrDefault(area =>
                operation.Path == area.Path
                || operation.Path.StartsWith(area.Path + "/", StringComparison.Ordinal)
                || (area.Area == ApiScopes.Export && operation.Path.StartsWith(area.Path, StringComparison.Ordinal))
            )
            .Area;
        return area switch
        {
            null => null,
            ApiScopes.Export => ApiScopes.Export,
            _ => operation.Method == HttpMethod.Get ? ApiScopes.Read(area) : ApiScopes.Write(area),
        };
    }

    private static async Task<string> Token(Person person, params string[] scopes) =>
        (await Create(person, "script", scopes)).Text("token");

    private static async Task<System.Text.Json.JsonElement> Create(Person person, string name, params string[] scopes)
    {
        var list = string.Join(',', scopes.Select(scope => $"\"{scope}\""));
        var created = await person
            .Client.PostJson("/v1/me/tokens", $$"""{"name":"{{name}}","scopes":[{{list}}],"expiresInDays":30}""")
            .Expect(HttpStatusCode.Created);
        return await created.ReadJson();
    }
}
