using System.Net;
using System.Text.Json;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Tags;

public sealed class TagTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Tags_are_listed_by_name_with_their_contacts()
    {
        var client = (await app.NewPerson()).Client;
        await client.Create("""{"name":"Anna","tags":["work","Friend"]}""");
        var gone = await client.Create("""{"name":"Bert","tags":["friend"]}""");
        await client.Create("""{"name":"Carl","tags":["friend"]}""");
        await client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);

        var tags = await client.Pages("/v1/tags?limit=1");

        Assert.Equal([("Friend", 2), ("work", 1)], tags.Select(tag => (tag.Text("name"), tag.GetProperty("contacts").GetInt32())));
    }

    [Fact]
    public async Task Renaming_a_tag_changes_every_contacts_tags_and_ETag()
    {
        var client = (await app.NewPerson()).Client;
        var anna = await client.Create("""{"name":"Anna","tags":["frend"]}""");
        var tag = Assert.Single(await client.Pages("/v1/tags"));

        await client.WriteIfMatch(HttpMethod.Put, Path(tag), null, """{"name":" Friend "}""").Expect(HttpStatusCode.NoContent);

        var after = await client.Fetch(anna.Id);
        Assert.Equal(["Friend"], after.Json.Texts("tags"));
        Assert.NotEqual(anna.Etag, after.Etag);
    }

    [Fact]
    public async Task The_name_of_another_tag_is_refused_and_merging_combines_the_two()
    {
        var client = (await app.NewPerson()).Client;
        var anna = await client.Create("""{"name":"Anna","tags":["a","b"]}""");
        var bert = await client.Create("""{"name":"Bert","tags":["a"]}""");
        var tags = await client.Pages("/v1/tags");

        await client
            .WriteIfMatch(HttpMethod.Put, Path(tags[0]), null, """{"name":"B"}""")
            .ExpectProblem(HttpStatusCode.Conflict, "conflict");
        await client.PostJson(Path(tags[0]) + "/merge", $$"""{"into":"{{tags[1].Text("id")}}"}""").Expect(HttpStatusCode.NoContent);

        Assert.Equal(["b"], (await client.Fetch(anna.Id)).Json.Texts("tags"));
        Assert.Equal(["b"], (await client.Fetch(bert.Id)).Json.Texts("tags"));
        Assert.Equal(["b"], (await client.Pages("/v1/tags")).Select(tag => tag.Text("name")));
    }

    [Fact]
    public async Task Tags_are_added_to_and_removed_from_many_contacts_at_once()
    {
        var client = (await app.NewPerson()).Client;
        var contacts = new List<Known>();
        for (var i = 0; i < 5; i++)
            contacts.Add(await client.Create($$"""{"name":"Person {{i}}","tags":["old"{{(i == 0 ? ",\"new\"" : "")}}]}"""));
        var untouched = await client.Create("""{"name":"Other","tags":["old"]}""");

        var answer = await (
            await Assign(client, contacts.Select(c => c.Id), """["New"]""", """["OLD"]""").Expect(HttpStatusCode.OK)
        ).ReadJson();
        var again = await (await Assign(client, contacts.Select(c => c.Id), """["new"]""", "[]").Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal(5, answer.GetProperty("changedContacts").GetInt32());
        Assert.Equal(0, again.GetProperty("changedContacts").GetInt32());
        foreach (var contact in contacts)
            Assert.Equal(["new"], (await client.Fetch(contact.Id)).Json.Texts("tags"));
        Assert.Equal(untouched.Etag, (await client.Fetch(untouched.Id)).Etag);
    }

    [Fact]
    public async Task Assigning_is_all_or_nothing()
    {
        var client = (await app.NewPerson()).Client;
        var mine = await client.Create("""{"name":"Anna"}""");
        var theirs = await (await app.NewPerson()).Client.Create("""{"name":"Bert"}""");

        await Assign(client, [mine.Id, theirs.Id], """["x"]""", "[]").ExpectProblem(HttpStatusCode.NotFound, "not-found");

        Assert.Equal(mine.Etag, (await client.Fetch(mine.Id)).Etag);
        Assert.Empty(await client.Pages("/v1/tags"));
    }

    [Fact]
    public async Task Another_accounts_tag_is_not_found()
    {
        var owner = (await app.NewPerson()).Client;
        await owner.Create("""{"name":"Anna","tags":["a","b"]}""");
        var tags = await owner.Pages("/v1/tags");
        var other = (await app.NewPerson()).Client;
        await other.Create("""{"name":"Bert","tags":["c"]}""");
        var own = Assert.Single(await other.Pages("/v1/tags"));

        await other
            .WriteIfMatch(HttpMethod.Put, Path(tags[0]), null, """{"name":"x"}""")
            .ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other
            .PostJson(Path(tags[0]) + "/merge", $$"""{"into":"{{own.Text("id")}}"}""")
            .ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await other
            .PostJson(Path(own) + "/merge", $$"""{"into":"{{tags[0].Text("id")}}"}""")
            .ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(2, (await owner.Pages("/v1/tags")).Count);
    }

    [Theory]
    [InlineData("""{"contactIds":[]}""")]
    [InlineData("""{"contactIds":["x"]}""")]
    [InlineData("""{}""")]
    [InlineData("""{"contactIds":["0198d0a0-0000-7000-8000-000000000000"],"add":[""]}""")]
    [InlineData("""{"contactIds":["0198d0a0-0000-7000-8000-000000000000"],"add":["a\u0000"]}""")]
    [InlineData("""{"contactIds":["0198d0a0-0000-7000-8000-000000000000"],"other":1}""")]
    public async Task An_invalid_assignment_is_refused_with_a_problem(string body) =>
        await (await app.NewPerson()).Client.PostJson("/v1/tags/assign", body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

    private static string Path(JsonElement tag) => $"/v1/tags/{tag.Text("id")}";

    private static Task<HttpResponseMessage> Assign(HttpClient client, IEnumerable<Guid> contacts, string add, string remove) =>
        client.PostJson(
            "/v1/tags/assign",
            $$"""{"contactIds":[{{string.Join(',', contacts.Select(id => $"\"{id}\""))}}],"add":{{add}},"remove":{{remove}}}"""
        );
}
