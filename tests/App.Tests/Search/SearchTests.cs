using System.Net;
using System.Text.Json;
using CsCheck;
using PmCrm.App.Data;
using PmCrm.App.Features.Search;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Search;

public sealed class SearchTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Contacts_and_interactions_are_in_one_list()
    {
        var person = await app.NewPerson();
        var anna = await person.Client.Create("""{"name":"Anna Muster","company":"Lighthouse Ltd","notes":"Keeps bees in the garden"}""");
        var bert = await person.Client.Create("""{"name":"Bert Beispiel"}""");
        await Interaction(person, bert, "Talked about the lighthouse", "He knows a keeper of bees");

        Assert.Equal(["contact", "interaction"], (await Search(person.Client, "lighthouse")).Select(hit => hit.Text("kind")).Order());
        var bees = await Search(person.Client, "bees");
        Assert.Equal([anna.Id, bert.Id], bees.Select(hit => hit.GetProperty("contactId").GetGuid()).OrderBy(id => id == bert.Id));
        Assert.All(bees, hit => Assert.Contains("«bees»", hit.Text("snippet"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jonathan")]
    [InlineData("Jonathan Mey")]
    [InlineData("jonathon")]
    [InlineData("meyer -bert")]
    [InlineData("\"jonathan meyer\"")]
    [InlineData("jm@example.com")]
    public async Task A_name_is_found_by_prefix_with_typos_or_by_address(string query)
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create("""{"name":"Jonathan Meyer","emails":["jm@example.com"]}""");
        await person.Client.Create("""{"name":"Bert Meyer"}""");

        var hits = await Search(person.Client, query);

        Assert.Equal(contact.Id, hits[0].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Matches_in_names_rank_above_matches_in_notes()
    {
        var person = await app.NewPerson();
        await person.Client.Create("""{"name":"Bert","notes":"Met through Hamburg friends"}""");
        await person.Client.Create("""{"name":"Hamburg Harbour"}""");

        Assert.Equal(["Hamburg Harbour", "Bert"], (await Search(person.Client, "hamburg")).Select(hit => hit.Text("name")));
    }

    [Fact]
    public async Task Deleted_private_and_other_accounts_data_is_not_found()
    {
        var person = await app.NewPerson();
        var gone = await person.Client.Create("""{"name":"Findable Person"}""");
        await Interaction(person, gone, "findable talk", null);
        await person.Client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);
        await person.Client.Create("""{"name":"Other","privateNotes":"findable","phones":[{"number":"+49 30 555001"}]}""");
        await (await app.NewPerson()).Client.Create("""{"name":"Findable Stranger"}""");

        Assert.Empty(await Search(person.Client, "findable"));
        Assert.Empty(await Search(person.Client, "555001"));
    }

    [Theory]
    [InlineData("/v1/search")]
    [InlineData("/v1/search?q=")]
    [InlineData("/v1/search?q=%20")]
    [InlineData("/v1/search?q=a%00b")]
    [InlineData("/v1/search?q=x&limit=0")]
    public async Task An_empty_query_is_refused(string path) =>
        await (await app.NewPerson()).Client.Get(path).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

    [Fact]
    public async Task No_search_text_causes_a_server_error()
    {
        var client = (await app.NewPerson()).Client;
        await client.Create("""{"name":"Anna & Bert: <b>'quoted' | \\ !"}""");

        Gen.OneOf(Gen.String[1, 40], Gen.String[Gen.Char["ab'\"&|!:*()<->\\ -%$"], 1, 40])
            .Sample(
                query =>
                {
                    var status = (int)client.Get($"/v1/search?q={Uri.EscapeDataString(query)}").GetAwaiter().GetResult().StatusCode;
                    Assert.True(status is 200 or 400, $"{status}");
                },
                iter: 300,
                threads: 2
            );
    }

    [Fact]
    public void Hits_of_several_rankings_come_before_hits_of_one()
    {
        var ids = Enumerable.Range(0, 4).Select(i => new HitKey(HitKind.Contact, new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]))).ToArray();

        var fused = RankFusion.Fuse([ids[0], ids[1], ids[2]], [ids[3], ids[1]]);

        Assert.Equal([ids[1], ids[0], ids[3], ids[2]], fused.Select(hit => hit.Key));
    }

    [Fact]
    public void Fusion_keeps_every_hit_once_and_the_order_of_a_single_ranking() =>
        Gen.Shuffle(Enumerable.Range(0, 20).ToArray())
            .Sample(
                order =>
                {
                    var ranking = order.Select(i => new HitKey(HitKind.Interaction, new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]))).ToList();

                    Assert.Equal(ranking, RankFusion.Fuse(ranking).Select(hit => hit.Key));
                    Assert.Equal(ranking, RankFusion.Fuse(ranking, ranking).Select(hit => hit.Key));
                },
                iter: 50
            );

    private static async Task<List<JsonElement>> Search(HttpClient client, string query)
    {
        var answer = await (await client.Get($"/v1/search?q={Uri.EscapeDataString(query)}").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(["fullText", "trigram"], answer.Texts("ways"));
        return [.. answer.GetProperty("items").EnumerateArray()];
    }

    private Task<int> Interaction(Person person, Known contact, string summary, string? body) =>
        app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body)
            values (gen_random_uuid(), {person.Id}, {contact.Id}, 'note', now(), {summary}, {body})
            """,
            default
        );
}
