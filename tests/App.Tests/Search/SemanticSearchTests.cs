using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Search;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Search;

public sealed class SemanticSearchTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task With_pgvector_synonyms_are_found()
    {
        await using var backend = await WithVectors(new Concepts());
        var person = await app.NewPerson();
        var client = Client(backend, person);
        var sailor = await client.Create("""{"name":"Anna Muster","notes":"Builds boats"}""");
        await client.Create("""{"name":"Bert Beispiel","notes":"Bakes bread"}""");
        await (await app.NewPerson()).Client.Create("""{"name":"Somebody","notes":"Builds boats too"}""");
        await Index(backend);

        var answer = await (await client.Get("/v1/search?q=ship").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Contains("semantic", answer.Texts("ways"));
        Assert.Equal(sailor.Id, Assert.Single(answer.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_changed_text_gets_a_new_vector_and_private_notes_get_none()
    {
        var embedder = new Concepts();
        await using var backend = await WithVectors(embedder);
        var person = await app.NewPerson();
        var client = Client(backend, person);
        var contact = await client.Create("""{"name":"Anna","notes":"boats","privateNotes":"planted-value-1"}""");
        await Index(backend);

        await client.Patch(contact, """{"notes":"bread"}""").Expect(HttpStatusCode.OK);
        await Index(backend);

        Assert.Empty((await (await client.Get("/v1/search?q=ship")).ReadJson()).GetProperty("items").EnumerateArray());
        Assert.Single((await (await client.Get("/v1/search?q=loaf")).ReadJson()).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain(embedder.Texts, text => text.Contains("planted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task If_the_embedder_fails_the_other_rankings_are_used()
    {
        await using var backend = await WithVectors(new Concepts { Fails = true });
        var client = Client(backend, await app.NewPerson());
        await client.Create("""{"name":"Anna Muster"}""");

        var answer = await (await client.Get("/v1/search?q=anna").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal(["fullText", "trigram"], answer.Texts("ways"));
        Assert.Single(answer.GetProperty("items").EnumerateArray());
    }

    private async Task<WebApplicationFactory<Program>> WithVectors(IEmbedder embedder)
    {
        var installed = await app.Database.FirstOrDefault(
            $"select to_regclass('embeddings') is not null",
            row => row.GetBoolean(0),
            default
        );
        Assert.SkipUnless(installed, "PostgreSQL has no extension vector here: eng/prerequisites, as root, brings one that has");
        return app.With([], services => services.AddSingleton(embedder));
    }

    private static HttpClient Client(WebApplicationFactory<Program> backend, Person person)
    {
        var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        return client;
    }

    private static async Task Index(WebApplicationFactory<Program> backend)
    {
        while (await backend.Services.GetRequiredService<SemanticIndex>().DoNext(default)) { }
    }

    /// <summary>An embedder for tests that knows two topics and several words for each.</summary>
    private sealed class Concepts : IEmbedder
    {
        private static readonly string[][] Known =
        [
            ["boat", "ship"],
            ["bread", "loaf"],
        ];

        public List<string> Texts { get; } = [];

        public bool Fails { get; init; }

        public bool IsConfigured => true;

        public string Model => "concepts";

        public Task<IReadOnlyList<float[]>> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        {
            if (Fails)
                throw new HttpRequestException("The embedding service is away.");
            Texts.AddRange(texts);
            return Task.FromResult<IReadOnlyList<float[]>>([
                .. texts.Select(text =>
                    (float[])
                        [
                            .. Known.Select(words => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 1f : 0f),
                            0.001f,
                        ]
                ),
            ]);
        }
    }
}
