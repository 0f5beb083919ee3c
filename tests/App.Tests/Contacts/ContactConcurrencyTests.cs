using System.Net;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

public sealed class ContactConcurrencyTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired, "precondition-required")]
    [InlineData("\"99\"", HttpStatusCode.PreconditionFailed, "precondition-failed")]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed, "precondition-failed")]
    [InlineData("nonsense", HttpStatusCode.PreconditionFailed, "precondition-failed")]
    public async Task A_write_needs_the_version_it_was_based_on(string? etag, HttpStatusCode status, string code)
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna"}""");

        await client.WriteIfMatch(HttpMethod.Put, contact.Path, etag, """{"name":"Other"}""").ExpectProblem(status, code);
        await client.WriteIfMatch(HttpMethod.Patch, contact.Path, etag, """{"name":"Other"}""").ExpectProblem(status, code);
        await client.WriteIfMatch(HttpMethod.Delete, contact.Path, etag).ExpectProblem(status, code);
        Assert.Equal("Anna", (await client.Fetch(contact.Id)).Json.Text("name"));
    }

    [Fact]
    public async Task If_Match_accepts_any_of_several_versions()
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna"}""");

        await client
            .WriteIfMatch(HttpMethod.Put, contact.Path, $"\"98\", W/{contact.Etag}", """{"name":"No"}""")
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch })
            await client.WriteIfMatch(method, contact.Path, "\"98\", \"1\", \"2\"", """{"name":"Other"}""").Expect(HttpStatusCode.OK);

        Assert.Equal("\"3\"", (await client.Fetch(contact.Id)).Etag);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"77\", {0}")]
    [InlineData("*")]
    public async Task A_version_that_the_client_has_is_not_sent_again(string tags)
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna"}""");
        var request = new HttpRequestMessage(HttpMethod.Get, contact.Path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tags.Replace("{0}", contact.Etag, StringComparison.Ordinal));

        var response = await client.SendAsync(request).Expect(HttpStatusCode.NotModified);

        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Concurrent_updates_that_retry_on_412_lose_nothing()
    {
        const int Writers = 8,
            Each = 5;
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna","notes":""}""");
        var refused = 0;

        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(async writer =>
                {
                    for (var i = 0; i < Each; )
                    {
                        var current = await client.Fetch(contact.Id);
                        var notes = $"{current.Json.GetProperty("notes").GetString()} w{writer}n{i}";
                        var body = JsonSerializer.SerializeToElement(notes, NotesJson.Default.String).GetRawText();
                        var method = i % 2 == 0 ? HttpMethod.Put : HttpMethod.Patch;
                        var response = await client.WriteIfMatch(
                            method,
                            contact.Path,
                            current.Etag,
                            $$"""{"name":"Anna","notes":{{body}}}"""
                        );
                        if (response.StatusCode == HttpStatusCode.OK)
                            i++;
                        else
                            Interlocked.Increment(ref refused);
                        Assert.True(
                            response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed,
                            $"{response.StatusCode}"
                        );
                    }
                })
        );

        var final = (await client.Fetch(contact.Id)).Json.Text("notes").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Writers * Each, final.Distinct().Count());
        Assert.True(refused > 0, "The writers never met: the test shows nothing.");
    }

    [Fact]
    public async Task Parallel_retries_with_one_key_create_one_contact()
    {
        var person = await app.NewPerson();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Create(person.Client, "key-1", """{"name":"Anna","tags":["x"]}"""))
        );

        var bodies = await Task.WhenAll(answers.Select(answer => answer.Expect(HttpStatusCode.Created).Result.Content.ReadAsStringAsync()));
        Assert.Single(bodies.Distinct());
        Assert.Single(answers.Select(answer => answer.Headers.Location!.ToString()).Distinct());
        Assert.Single(answers.Select(answer => answer.Headers.ETag!.ToString()).Distinct());
        Assert.Single(answers, answer => !answer.Headers.Contains("Idempotent-Replayed"));
        Assert.Single(await person.Client.Pages("/v1/contacts"));
    }

    [Fact]
    public async Task A_key_belongs_to_one_request_of_one_person()
    {
        var person = await app.NewPerson();
        await Create(person.Client, "key-1", """{"name":"Anna"}""").Expect(HttpStatusCode.Created);

        await Create(person.Client, "key-1", """{"name":"Bert"}""")
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        var other = await app.NewPerson();
        await Create(other.Client, "key-1", """{"name":"Bert"}""").Expect(HttpStatusCode.Created);
        Assert.Single(await person.Client.Pages("/v1/contacts"));
    }

    [Fact]
    public async Task An_idempotency_key_can_be_reused_after_24_hours()
    {
        var person = await app.NewPerson();
        var first = await Create(person.Client, "key-1", """{"name":"Anna"}""").Expect(HttpStatusCode.Created);
        await app.Database.Execute(
            $"update idempotency_keys set expires_at = expires_at - interval '24 hours 1 second' where owner_id = {person.Id}",
            default
        );

        var second = await Create(person.Client, "key-1", """{"name":"Bert"}""").Expect(HttpStatusCode.Created);

        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_up_its_idempotency_key()
    {
        var person = await app.NewPerson();
        await Create(person.Client, "key-1", """{"name":""}""").Expect(HttpStatusCode.BadRequest);

        await Create(person.Client, "key-1", """{"name":"Anna"}""").Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("with blank")]
    [InlineData("ä")]
    public async Task An_idempotency_key_with_other_characters_is_refused(string key)
    {
        var person = await app.NewPerson();

        await Create(person.Client, key, """{"name":"Anna"}""").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    private static Task<HttpResponseMessage> Create(HttpClient client, string key, string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/contacts") { Content = Fixtures.Http.Json(json) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class NotesJson : System.Text.Json.Serialization.JsonSerializerContext;
