using System.Net;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Interactions;

public sealed class TimelineTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("", "e,d,c,b,a")]
    [InlineData("kind=call", "d,b")]
    [InlineData("from=2025-01-02T00:00:00Z&to=2025-01-04T00:00:00Z", "c,b")]
    [InlineData("tag=FRIEND", "c,a")]
    [InlineData("tag=nobody", "")]
    [InlineData("contact=bert", "d,b")]
    [InlineData("contact=bert&tag=friend", "")]
    public async Task The_timeline_lists_the_interactions_of_all_contacts_newest_first(string query, string summaries)
    {
        var client = (await app.NewPerson()).Client;
        var anna = await client.Create("""{"name":"Anna","tags":["friend"]}""");
        var bert = await client.Create("""{"name":"Bert"}""");
        var carl = await client.Create("""{"name":"Carl"}""");
        var gone = await client.Create("""{"name":"Gone","tags":["friend"]}""");
        await Add(client, anna, "note", 1, "a");
        await Add(client, bert, "call", 2, "b");
        await Add(client, anna, "note", 3, "c");
        await Add(client, bert, "call", 4, "d");
        await Add(client, carl, "email", 5, "e");
        await Add(client, gone, "call", 6, "f");
        await client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);

        var entries = await client.Pages($"/v1/interactions?limit=2&{query.Replace("bert", $"{bert.Id}", StringComparison.Ordinal)}");

        Assert.Equal(summaries, string.Join(',', entries.Select(entry => entry.GetProperty("interaction").Text("summary"))));
        var names = new Dictionary<Guid, string>
        {
            [anna.Id] = "Anna",
            [bert.Id] = "Bert",
            [carl.Id] = "Carl",
        };
        Assert.All(entries, entry =>
            Assert.Equal(names[entry.GetProperty("interaction").GetProperty("contactId").GetGuid()], entry.Text("contactName"))
        );
    }

    [Fact]
    public async Task Another_accounts_contact_and_tag_match_nothing()
    {
        var (owner, stranger) = ((await app.NewPerson()).Client, (await app.NewPerson()).Client);
        var anna = await owner.Create("""{"name":"Anna","tags":["friend"]}""");
        await Add(owner, anna, "note", 1, "a");

        Assert.Empty(await stranger.Pages("/v1/interactions"));
        Assert.Empty(await stranger.Pages($"/v1/interactions?contact={anna.Id}"));
        Assert.Empty(await stranger.Pages("/v1/interactions?tag=friend"));
    }

    [Theory]
    [InlineData("kind=party", "kind")]
    [InlineData("from=now", "from")]
    [InlineData("contact=7", "contact")]
    [InlineData("tag=", "tag")]
    [InlineData("cursor=e30", "cursor")]
    [InlineData("limit=101", "limit")]
    public async Task An_invalid_filter_is_named_in_the_refusal(string query, string parameter)
    {
        var client = (await app.NewPerson()).Client;

        var problem = await client.Get($"/v1/interactions?{query}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), error => error.Name == parameter);
    }

    private static async Task Add(HttpClient client, Known contact, string kind, int day, string summary) =>
        await client
            .PostJson(
                $"{contact.Path}/interactions",
                $$"""{"kind":"{{kind}}","occurredAt":"2025-01-0{{day}}T10:00:00Z","summary":"{{summary}}"}"""
            )
            .Expect(HttpStatusCode.Created);
}
