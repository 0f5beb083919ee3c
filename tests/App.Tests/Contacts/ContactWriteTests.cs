using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

public sealed class ContactWriteTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Full = """
        {"name":" Anna Muster ","emails":["anna@example.com","ANNA@example.com"],"phones":[{"number":"+49 30 555001","label":"work"}],
         "addresses":[{"street":"Planted Street 7","city":"Berlin"}],"company":"Muster GmbH","jobTitle":"Engineer","birthday":"1990-12-31",
         "notes":"Open notes","privateNotes":"planted-value-1","tags":["Friend","berlin","friend"]}
        """;

    [Fact]
    public async Task A_created_contact_is_read_back_normalized()
    {
        var client = (await app.NewPerson()).Client;

        var created = await client.Create(Full);
        var read = await client.Fetch(created.Id);

        Assert.Equal(created.Etag, read.Etag);
        Assert.Equal(created.Json.GetRawText(), read.Json.GetRawText());
        Assert.Equal("Anna Muster", read.Json.Text("name"));
        Assert.Equal(["anna@example.com"], read.Json.Texts("emails"));
        Assert.Equal(["berlin", "Friend"], read.Json.Texts("tags"));
        Assert.Equal("+49 30 555001", read.Json.GetProperty("phones")[0].Text("number"));
        Assert.Equal("Planted Street 7", read.Json.GetProperty("addresses")[0].Text("street"));
        Assert.Equal("planted-value-1", read.Json.Text("privateNotes"));
        Assert.Equal("1990-12-31", read.Json.Text("birthday"));
    }

    [Fact]
    public async Task Phones_addresses_and_private_notes_are_not_stored_as_plaintext()
    {
        var person = await app.NewPerson();
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/contacts") { Content = Fixtures.Http.Json(Full) };
        request.Headers.Add("Idempotency-Key", "planted");
        await person.Client.SendAsync(request).Expect(HttpStatusCode.Created);

        var rows = await app.Database.Query(
            $"""
            select encode(convert_to(c::text, 'UTF8'), 'escape') || coalesce(encode(c.phones_cipher, 'escape'), '')
                || coalesce(encode(c.addresses_cipher, 'escape'), '') || coalesce(encode(c.private_notes_cipher, 'escape'), '') from contacts c where owner_id = {person.Id}
            union all select k::text || encode(k.body_cipher, 'escape') from idempotency_keys k where owner_id = {person.Id}
            """,
            row => row.GetString(0),
            default
        );

        Assert.Equal(2, rows.Count);
        Assert.Contains(rows, row => row.Contains("Open notes", StringComparison.Ordinal));
        foreach (var planted in new[] { "555001", "Planted Street", "planted-value-1" })
            Assert.DoesNotContain(rows, row => row.Contains(planted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replacing_a_contact_clears_omitted_fields()
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create(Full);

        var replaced = await ContactRequests.Read(
            await client.WriteIfMatch(HttpMethod.Put, contact.Path, contact.Etag, """{"name":"Anna"}""").Expect(HttpStatusCode.OK)
        );

        Assert.NotEqual(contact.Etag, replaced.Etag);
        Assert.Empty(replaced.Json.Texts("tags"));
        Assert.Equal(0, replaced.Json.GetProperty("phones").GetArrayLength());
        Assert.False(replaced.Json.TryGetProperty("company", out var company) && company.ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.Equal(replaced.Json.GetRawText(), (await client.Fetch(contact.Id)).Json.GetRawText());
    }

    [Fact]
    public async Task A_merge_patch_changes_the_given_fields_and_null_clears_a_field()
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create(Full);

        var patched = await ContactRequests.Read(
            await client.Patch(contact, """{"company":null,"jobTitle":"Director","tags":["new"]}""").Expect(HttpStatusCode.OK)
        );

        Assert.Equal("Director", patched.Json.Text("jobTitle"));
        Assert.Equal(["new"], patched.Json.Texts("tags"));
        Assert.Equal("planted-value-1", patched.Json.Text("privateNotes"));
        Assert.Null((await client.Fetch(contact.Id)).Json.GetProperty("company").GetString());
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"nam":"x"}""", "nam")]
    [InlineData("""{"nam":null}""", "nam")]
    [InlineData("""{"id":"0198d0a0-0000-7000-8000-000000000000"}""", "id")]
    [InlineData("""{"emails":"x"}""", "emails")]
    [InlineData("""{"emails":["x"]}""", "emails[0]")]
    [InlineData("[]", "body")]
    public async Task A_patch_with_an_invalid_result_is_refused_with_the_field_name(string patch, string field)
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna"}""");

        var problem = await client.Patch(contact, patch).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name.StartsWith(field, StringComparison.Ordinal));
        Assert.Equal(contact.Etag, (await client.Fetch(contact.Id)).Etag);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"  "}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":"a\ud800b"}""")]
    [InlineData("""{"name":"x","unknown":1}""")]
    [InlineData("""{"name":"x","name":"y"}""")]
    [InlineData("""{"name":"x","emails":["not an address"]}""")]
    [InlineData("""{"name":"x","emails":[null]}""")]
    [InlineData("""{"name":"x","phones":[{"number":"call me"}]}""")]
    [InlineData("""{"name":"x","phones":[{"number":"12345","extra":1}]}""")]
    [InlineData("""{"name":"x","phones":[null]}""")]
    [InlineData("""{"name":"x","tags":[""]}""")]
    [InlineData("""{"name":"x","addresses":[{}]}""")]
    [InlineData("""{"name":"x","birthday":"31.12.1990"}""")]
    [InlineData("""{"name":"x","birthday":"0001-01-01"}""")]
    [InlineData("""{"name":"x","tags":["a\nb"]}""")]
    [InlineData("""{"name":1}""")]
    [InlineData("""null""")]
    [InlineData("""[""")]
    [InlineData("")]
    public async Task An_invalid_body_is_refused_with_a_problem(string body)
    {
        var client = (await app.NewPerson()).Client;

        await client.PostJson("/v1/contacts", body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task All_validation_errors_are_reported_at_once()
    {
        var client = (await app.NewPerson()).Client;

        var problem = await client
            .PostJson("/v1/contacts", """{"name":"x","emails":["a"],"phones":[{"number":"none"}],"addresses":[{"label":"home"}]}""")
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(
            ["addresses[0]", "emails[0]", "phones[0].number"],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order()
        );
    }

    [Fact]
    public async Task A_deleted_contact_is_hidden_until_it_is_restored()
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create(Full);

        var deleted = await client.WriteIfMatch(HttpMethod.Delete, contact.Path, contact.Etag).Expect(HttpStatusCode.NoContent);

        await client.Get(contact.Path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Empty(await client.Pages("/v1/contacts"));
        var listed = Assert.Single(await client.Pages("/v1/contacts?deleted=true"));
        Assert.Equal(deleted.Headers.ETag!.ToString(), listed.Text("etag"));
        await client.WriteIfMatch(HttpMethod.Delete, contact.Path, listed.Text("etag")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await client
            .WriteIfMatch(HttpMethod.Post, contact.Path + "/restore", contact.Etag)
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await client.WriteIfMatch(HttpMethod.Post, contact.Path + "/restore", listed.Text("etag")).Expect(HttpStatusCode.OK);
        Assert.Equal("planted-value-1", (await client.Fetch(contact.Id)).Json.Text("privateNotes"));
    }

    [Fact]
    public async Task Another_accounts_contact_is_not_found()
    {
        var mine = await (await app.NewPerson()).Client.Create(Full);
        var other = (await app.NewPerson()).Client;

        await other.Get(mine.Path).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        foreach (
            var (method, path, body) in new[]
            {
                (HttpMethod.Put, mine.Path, """{"name":"Mine now"}"""),
                (HttpMethod.Patch, mine.Path, """{"name":"Mine now"}"""),
                (HttpMethod.Delete, mine.Path, null),
                (HttpMethod.Post, mine.Path + "/restore", null),
            }
        )
        foreach (var etag in new[] { mine.Etag, "\"99\"", "*" })
            await other.WriteIfMatch(method, path, etag, body).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Empty(await other.Pages("/v1/contacts"));
    }
}
