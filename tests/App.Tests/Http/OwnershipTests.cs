using System.Net;
using System.Text.Json;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>Two people, every endpoint of the route table, every id of the one asked for by the other (OWASP API1:2023, BOLA).</summary>
public sealed class OwnershipTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Another_accounts_id_is_answered_like_an_unknown_id()
    {
        var (owner, stranger) = (await World.Create(app), await World.Create(app));
        var before = await Export(owner);
        var crossed = 0;

        foreach (var operation in await Authenticated())
        {
            foreach (var (inPath, inBody) in Crossings(operation, owner, stranger))
            {
                var foreign = await Send(stranger.Person, operation.Request(inPath, inBody, owner.Mark));
                Func<string, Guid> Nobodys(Func<string, Guid> id) => of => id(of) == owner.Things[of] ? Guid.CreateVersion7() : id(of);
                var nobodys = await Send(stranger.Person, operation.Request(Nobodys(inPath), Nobodys(inBody), owner.Mark));

                Assert.True(foreign.Status == HttpStatusCode.NotFound, $"{operation} answered {foreign.Status}: {foreign.Body}");
                Assert.Equal(nobodys, foreign);
                crossed++;
            }
        }

        Assert.True(crossed > 40, "Hardly an id was crossed: the test shows nothing.");
        Assert.Equal(before, await Export(owner));
    }

    [Fact]
    public async Task Operations_without_an_id_neither_reveal_nor_change_other_accounts_data()
    {
        var owner = await World.Create(app);
        var before = await Export(owner);

        foreach (var operation in (await Authenticated()).Where(operation => operation.Ids.Count == 0))
        {
            var stranger = await World.Create(app);
            var answer = await Send(stranger.Person, operation.Request(Of(stranger), Of(stranger), owner.Mark));

            Assert.DoesNotContain(owner.Mark, answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(owner.Things.Values, id => answer.Body.Contains($"{id}", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain($"{owner.Person.Id}", answer.Body, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(before, await Export(owner));
    }

    /// <summary>What shows that the two above were refused for the owner's sake, and that every example of the document is one.</summary>
    [Fact]
    public async Task The_owners_ids_with_the_documents_examples_are_accepted()
    {
        foreach (var operation in await Authenticated())
        {
            var owner = await World.Create(app);

            var answer = await Send(owner.Person, operation.Request(Of(owner), Of(owner), owner.Mark));

            if (operation.NeedsSecret)
                Assert.True(
                    (int)answer.Status is 202 or 400 or 403 or 404 or 409 or 410,
                    $"{operation} answered {answer.Status}: {answer.Body}"
                );
            else
                Assert.True((int)answer.Status is >= 200 and < 300, $"{operation} answered {answer.Status}: {answer.Body}");
        }
    }

    [Fact]
    public async Task Without_a_valid_token_only_signing_in_is_possible()
    {
        var operations = await ApiOperation.All(app);

        Assert.Contains(operations, operation => operation.NeedsToken);
        Assert.Contains(operations, operation => !operation.NeedsToken);
        // A page that signs somebody in asks what is configured here.
        Assert.All(operations.Where(operation => !operation.NeedsToken && operation.Path != "/v1/features"), open =>
            Assert.StartsWith("/v1/auth/", open.Path, StringComparison.Ordinal)
        );
        foreach (var operation in operations.Where(operation => operation.NeedsToken))
        {
            foreach (var authorization in new[] { null, "Bearer nonsense", "Basic dXNlcjpwYXNz", "Bearer " })
            {
                using var request = operation.Request(_ => Guid.CreateVersion7(), _ => Guid.CreateVersion7(), "x");
                if (authorization is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", authorization);
                await app.Anonymous.SendAsync(request).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            }
        }
    }

    private async Task<List<ApiOperation>> Authenticated() => [.. (await ApiOperation.All(app)).Where(operation => operation.NeedsToken)];

    /// <summary>Every way to put an id of the owner's among those of the stranger's.</summary>
    private static IEnumerable<(Func<string, Guid> InPath, Func<string, Guid> InBody)> Crossings(
        ApiOperation operation,
        World owner,
        World stranger
    )
    {
        if (operation.Ids.Count > 0)
            yield return (Of(owner), Of(stranger));
        if (operation.HasIdInBody)
            yield return (Of(stranger), Of(owner));
        if (operation.Ids.Count < 2)
            yield break;
        foreach (var (_, one) in operation.Ids)
            yield return (of => of == one ? Of(owner)(of) : Of(stranger)(of), Of(stranger));
    }

    private static Func<string, Guid> Of(World world) =>
        of =>
        {
            Assert.True(world.Things.TryGetValue(of, out var id), $"Say in {nameof(World)} what the id after \"{of}\" is of.");
            return id;
        };

    private static async Task<(HttpStatusCode Status, string Body)> Send(Person person, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await person.Client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
                return (response.StatusCode, body);
            using var problem = JsonDocument.Parse(body);
            // All of it but what differs from request to request.
            var same = problem.RootElement.EnumerateObject().Where(member => member.Name is not ("requestId" or "traceId"));
            return (response.StatusCode, string.Join('\n', same.Select(member => $"{member}")));
        }
    }

    private static async Task<string> Export(World world)
    {
        var export = await (await world.Person.Client.Get("/v1/me/export").Expect(HttpStatusCode.OK)).ReadJson();
        return string.Join('\n', export.EnumerateObject().Where(part => part.Name != "exportedAt").Select(part => $"{part}"));
    }
}
