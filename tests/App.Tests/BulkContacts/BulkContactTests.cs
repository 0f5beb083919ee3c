using System.Net;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.BulkContacts;

public sealed class BulkContactTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Edit = "/v1/contacts/bulk/edit";
    private const string Delete = "/v1/contacts/bulk/delete";

    [Fact]
    public async Task Every_contact_gets_the_given_values_and_keeps_the_others()
    {
        var client = (await app.NewPerson()).Client;
        var anna = await client.Create("""{"name":"Anna","company":"Old","jobTitle":"Baker","department":"Bread","tags":["a","b"]}""");
        var bert = await client.Create("""{"name":"Bert","tags":["B"]}""");
        var carl = await client.Create("""{"name":"Carl","company":"New","tags":["c"]}""");

        var answer = await Done(
            client,
            Edit,
            $$"""{"contactIds":[{{Ids(anna, bert, carl, anna)}}],"addTags":["c"],"removeTags":["b"],"company":" New ","department":""}"""
        );

        var after = await Task.WhenAll(client.Fetch(anna.Id), client.Fetch(bert.Id), client.Fetch(carl.Id));
        Assert.Equal(["New", "New", "New"], after.Select(contact => contact.Json.Text("company")));
        Assert.Equal(["a,c", "c", "c"], after.Select(contact => string.Join(',', contact.Json.Texts("tags"))));
        Assert.Equal(("Baker", JsonValueKind.Null), (after[0].Json.Text("jobTitle"), after[0].Json.GetProperty("department").ValueKind));
        // Carl already has all of it: no copy of him is out of date.
        Assert.Equal(2, answer.GetProperty("changed").GetInt32());
        Assert.Equal(carl.Etag, after[2].Etag);
        Assert.Equal(Etags(answer), after.ToDictionary(contact => contact.Id, contact => contact.Etag));
        // A write with the version that was read before is refused.
        await client.Patch(anna, """{"nickname":"A"}""").ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
    }

    [Fact]
    public async Task If_one_contact_does_not_exist_none_changes()
    {
        var (client, stranger) = ((await app.NewPerson()).Client, (await app.NewPerson()).Client);
        var anna = await client.Create("""{"name":"Anna"}""");
        var gone = await client.Create("""{"name":"Gone"}""");
        var foreign = await stranger.Create("""{"name":"Foreign"}""");
        await client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);

        foreach (var other in new[] { gone, foreign, anna with { Id = Guid.CreateVersion7() } })
        foreach (var path in new[] { Edit, Delete })
            await client
                .PostJson(path, $$"""{"contactIds":[{{Ids(anna, other)}}]{{(path == Edit ? ""","addTags":["x"]""" : "")}}}""")
                .ExpectProblem(HttpStatusCode.NotFound, "not-found");

        Assert.Equal(anna.Etag, (await client.Fetch(anna.Id)).Etag);
        Assert.Equal(foreign.Etag, (await stranger.Fetch(foreign.Id)).Etag);
        Assert.Empty(await client.Pages("/v1/tags"));
    }

    [Theory]
    [InlineData(Edit, "addTags", "removeTags")]
    [InlineData("/v1/tags/assign", "add", "remove")]
    public async Task A_contact_never_has_more_tags_than_it_may(string path, string add, string remove)
    {
        var client = (await app.NewPerson()).Client;
        var full = await client.Create(
            $$"""{"name":"Anna","tags":[{{string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"t{i}\""))}}]}"""
        );
        var other = await client.Create("""{"name":"Bert"}""");

        await client
            .PostJson(path, $$"""{"contactIds":[{{Ids(full, other)}}],"{{add}}":["one more"]}""")
            .ExpectProblem(HttpStatusCode.Conflict, "conflict");
        Assert.Equal((full.Etag, other.Etag), ((await client.Fetch(full.Id)).Etag, (await client.Fetch(other.Id)).Etag));
        Assert.Equal(50, (await client.Pages("/v1/tags")).Count);

        await client
            .PostJson(path, $$"""{"contactIds":[{{Ids(full, other)}}],"{{add}}":["one more"],"{{remove}}":["t7"]}""")
            .Expect(HttpStatusCode.OK);
        Assert.Equal(50, (await client.Fetch(full.Id)).Json.Texts("tags").Count);
    }

    [Fact]
    public async Task Contacts_deleted_together_are_like_contacts_deleted_alone()
    {
        var person = await app.NewPerson();
        var client = person.Client;
        var contacts = new List<Known>();
        foreach (var name in new[] { "Alone", "One", "Two" })
            contacts.Add(await client.Create($$"""{"name":"{{name}}","tags":["friend"],"notes":"lighthouse"}"""));
        foreach (var contact in contacts)
        {
            await client
                .PostJson(contact.Path + "/interactions", """{"kind":"call","occurredAt":"2025-01-01T00:00:00Z","summary":"lighthouse"}""")
                .Expect(HttpStatusCode.Created);
            await client
                .PostJson(contact.Path + "/reminders", $$"""{"title":"Call","startsAt":"{{DateTimeOffset.UtcNow.AddDays(1):O}}"}""")
                .Expect(HttpStatusCode.Created);
        }
        await client.WriteIfMatch(HttpMethod.Delete, contacts[0].Path, "*").Expect(HttpStatusCode.NoContent);

        var answer = await Done(client, Delete, $$"""{"contactIds":[{{Ids(contacts[1], contacts[2])}}]}""");

        Assert.Equal(2, answer.GetProperty("changed").GetInt32());
        foreach (var path in new[] { "/v1/contacts", "/v1/interactions", "/v1/reminders/upcoming" })
            Assert.Empty(await client.Pages(path));
        Assert.Empty(
            (await (await client.Get("/v1/search?q=lighthouse").Expect(HttpStatusCode.OK)).ReadJson()).GetProperty("items").EnumerateArray()
        );
        Assert.Equal(3, (await client.Pages("/v1/contacts?deleted=true")).Count);
        var same = await app.Database.Query(
            $"""
            select distinct version, deleted_at is not null, updated_at = deleted_at, merged_into is null from contacts where owner_id = {person.Id}
            """,
            row => (row.GetInt64(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3)),
            default
        );
        Assert.Equal((true, true, true), Assert.Single(same) is var (_, one, two, three) ? (one, two, three) : default);

        foreach (var (id, etag) in Etags(answer))
            await client.WriteIfMatch(HttpMethod.Post, $"/v1/contacts/{id}/restore", etag).Expect(HttpStatusCode.OK);
        Assert.Equal(["One", "Two"], (await client.Pages("/v1/contacts")).Select(contact => contact.Text("name")));
        Assert.Equal(2, (await client.Pages("/v1/interactions")).Count);
    }

    [Theory]
    [InlineData(Edit, ""","addTags":["x"]""")]
    [InlineData(Delete, "")]
    public async Task Repeating_a_request_with_the_same_key_has_one_effect(string path, string rest)
    {
        var client = (await app.NewPerson()).Client;
        var (anna, bert) = (await client.Create("""{"name":"Anna"}"""), await client.Create("""{"name":"Bert"}"""));
        var body = $$"""{"contactIds":[{{Ids(anna)}}]{{rest}}}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Keyed(client, path, body).Expect(HttpStatusCode.OK)));
        await Keyed(client, path, $$"""{"contactIds":[{{Ids(anna, bert)}}]{{rest}}}""")
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()))).Distinct());
        Assert.Equal(3, answers.Count(answer => answer.Headers.Contains("Idempotent-Replayed")));
        Assert.Equal(bert.Etag, (await client.Fetch(bert.Id)).Etag);
    }

    [Fact]
    public async Task Five_hundred_contacts_are_changed_and_deleted_and_one_more_is_refused()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"insert into contacts (id, owner_id, name) select gen_random_uuid(), {person.Id}, 'N' || n from generate_series(1, 501) as n",
            default
        );
        var ids = await app.Database.Query($"select id from contacts where owner_id = {person.Id}", row => row.GetGuid(0), default);
        string Body(int count, string rest) =>
            $$"""{"contactIds":[{{string.Join(',', ids.Take(count).Select(id => $"\"{id}\""))}}]{{rest}}}""";

        await person.Client.PostJson(Edit, Body(501, "")).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        await person.Client.PostJson(Delete, Body(501, "")).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
        var edited = await Done(person.Client, Edit, Body(500, ""","company":"All","addTags":["all"]"""));
        var deleted = await Done(person.Client, Delete, Body(500, ""));

        Assert.Equal((500, 500), (edited.GetProperty("changed").GetInt32(), deleted.GetProperty("changed").GetInt32()));
        Assert.Single(await person.Client.Pages("/v1/contacts"));
    }

    [Theory]
    [InlineData("""{"contactIds":[]}""", "contactIds")]
    [InlineData(
        """{"contactIds":["0198d0a0-1111-7000-8000-000000000001"],"addTags":["012345678901234567890123456789012345678901234567890"]}""",
        "addTags"
    )]
    [InlineData("""{"contactIds":["0198d0a0-1111-7000-8000-000000000001"],"removeTags":[""]}""", "removeTags")]
    [InlineData("""{"contactIds":["0198d0a0-1111-7000-8000-000000000001"],"jobTitle":"two\nlines"}""", "jobTitle")]
    public async Task A_field_that_breaks_a_rule_is_named(string body, string field)
    {
        var client = (await app.NewPerson()).Client;

        var problem = await client.PostJson(Edit, body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == field);
    }

    private static string Ids(params Known[] contacts) => string.Join(',', contacts.Select(contact => $"\"{contact.Id}\""));

    private static Dictionary<Guid, string> Etags(JsonElement answer) =>
        answer
            .GetProperty("contacts")
            .EnumerateArray()
            .ToDictionary(contact => contact.GetProperty("id").GetGuid(), contact => contact.Text("etag"));

    private static async Task<JsonElement> Done(HttpClient client, string path, string body) =>
        await (await client.PostJson(path, body).Expect(HttpStatusCode.OK)).ReadJson();

    private static async Task<HttpResponseMessage> Keyed(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = Fixtures.Http.Json(body) };
        request.Headers.Add("Idempotency-Key", "key");
        return await client.SendAsync(request);
    }
}
