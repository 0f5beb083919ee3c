using System.Net;
using System.Text;
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
    public async Task Where_vectors_are_installed_another_word_for_the_same_finds()
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
    public async Task A_changed_text_gets_a_new_vector_and_private_notes_none()
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
    public async Task An_embedder_that_fails_leaves_the_other_ways()
    {
        await using var backend = await WithVectors(new Concepts { Fails = true });
        var client = Client(backend, await app.NewPerson());
        await client.Create("""{"name":"Anna Muster"}""");

        var answer = await (await client.Get("/v1/search?q=anna").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal(["fullText", "trigram"], answer.Texts("ways"));
        Assert.Single(answer.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task The_service_is_asked_with_the_key_and_its_vectors_are_put_in_order()
    {
        using var service = new Service(HttpStatusCode.OK, """{"data":[{"index":1,"embedding":[0.5]},{"index":0,"embedding":[0.25]}]}""");
        using var http = new HttpClient(service);
        var embedder = new OpenAiEmbedder(http, "planted-value-1");

        var vectors = await embedder.Embed(["a", "b"], default);

        Assert.Equal([0.25f, 0.5f], vectors.Select(vector => vector[0]));
        Assert.Equal("Bearer planted-value-1", service.Authorization);
        Assert.Equal("""{"model":"text-embedding-3-small","input":["a","b"]}""", service.Body);
        Assert.False(new OpenAiEmbedder(http, null).IsConfigured);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "planted-value-2")]
    [InlineData(HttpStatusCode.OK, """{"data":[]}""")]
    public async Task A_refusal_is_an_error_without_the_answers_text(HttpStatusCode status, string body)
    {
        using var service = new Service(status, body);
        using var http = new HttpClient(service);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => new OpenAiEmbedder(http, "planted-value-1").Embed(["a"], default));

        Assert.DoesNotContain("planted", error.ToString(), StringComparison.Ordinal);
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

    /// <summary>An embedder that knows two things and several words for each.</summary>
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

    private sealed class Service(HttpStatusCode status, string answer) : HttpMessageHandler
    {
        public string? Authorization { get; private set; }

        public string? Body { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization = request.Headers.Authorization?.ToString();
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }
}
