using System.Net;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.Search;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Search;

/// <summary>
/// The order of search results, compared with statements that rank every match and know nothing of bounds and indexes. They are what
/// searches ran before they were bounded.
/// </summary>
public sealed class SearchOrderTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly string[] Queries =
    [
        "lighthouse",
        "person",
        "Person 7",
        "famly",
        "Familly 3",
        "\"keeper of bees\"",
        "bees -boats",
        "boats or bees",
        "word1 word2",
        "nothing of the kind",
        "p3@example.com",
        "compnay 3",
        "Persno",
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(SearchStatements.MaxRanked)]
    public async Task A_bounded_search_gives_the_same_result_as_ranking_every_match(int contacts)
    {
        var person = await app.NewPerson();
        await Fill(person.Id, contacts);
        await Fill((await app.NewPerson()).Id, 20);

        foreach (var query in Queries)
            Assert.Equal(await Oracle(person.Id, query), await Search(person.Client, query));
    }

    [Fact]
    public async Task If_there_are_too_many_matches_the_newest_are_ranked()
    {
        var person = await app.NewPerson();
        await Fill(person.Id, SearchStatements.MaxRanked + 200);
        var latest = await person.Client.Create("""{"name":"Somebody","notes":"bees bees bees bees bees bees bees bees bees bees"}""");

        var hits = await Search(person.Client, "bees");

        Assert.Equal(latest.Id, hits[0]);
        Assert.Equal(100, hits.Count);
    }

    private static async Task<List<Guid>> Search(HttpClient client, string query)
    {
        var answer = await (await client.Get($"/v1/search?limit=100&q={Uri.EscapeDataString(query)}").Expect(HttpStatusCode.OK)).ReadJson();
        return [.. answer.GetProperty("items").EnumerateArray().Select(hit => hit.GetProperty("id").GetGuid())];
    }

    private async Task<List<Guid>> Oracle(Guid owner, string text)
    {
        var byWords = await app.Database.Query(
            $"""
            with words as materialized (select pmcrm_words_query({text}) as query)
            select kind, id from (
                select 0 as kind, c.id, ts_rank_cd(c.search_document, query) as rank from contacts c, words
                where c.owner_id = {owner} and c.deleted_at is null and c.search_document @@ query
                union all
                select 1, i.id, ts_rank_cd(i.search_document, query) from words, interactions i
                join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id
                where i.owner_id = {owner} and c.deleted_at is null and i.search_document @@ query) as hits
            order by rank desc, kind, id limit 100
            """,
            Key,
            default
        );
        if (byWords.Count == 100 || !SearchWords.IsPlain(text))
            return [.. byWords.Select(hit => hit.Id)];
        var byTypos = await ByTypos(owner, text);
        var byTrigrams = await app.Database.Query(
            $"""
            select kind, id from (
                select 0 as kind, c.id, word_similarity({text}, c.name) as likeness from contacts c
                where c.owner_id = {owner} and c.deleted_at is null and {text} <% c.name
                union all
                select 1, i.id, word_similarity({text}, i.summary) from interactions i
                join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id
                where i.owner_id = {owner} and c.deleted_at is null and {text} <% i.summary) as hits
            order by likeness desc, kind, id limit 100
            """,
            Key,
            default
        );
        return [.. RankFusion.Fuse(byWords, byTypos, byTrigrams).Take(100).Select(hit => hit.Key.Id)];
    }

    /// <summary>Compares every word of every contact with every typed word.</summary>
    private async Task<List<HitKey>> ByTypos(Guid owner, string text)
    {
        var typed = text.ToLowerInvariant().Split(' ');
        if (typed.All(word => word.Length < Typos.MinLength))
            return [];
        var contacts = await app.Database.Query(
            $"select id, lower(name || ' ' || company) from contacts where owner_id = {owner} and deleted_at is null order by updated_at desc, id",
            row => (Id: row.GetGuid(0), Typos: Typos.Count(typed, row.GetString(1).Split(' '))),
            default
        );
        return
        [
            .. contacts
                .Where(one => one.Typos is not null)
                .OrderBy(one => one.Typos)
                .Take(100)
                .Select(one => new HitKey(HitKind.Contact, one.Id)),
        ];
    }

    private static HitKey Key(NpgsqlDataReader row) => new((HitKind)row.GetInt32(0), row.GetGuid(1));

    /// <summary>Contacts with an interaction each; every tenth contact is deleted.</summary>
    private async Task Fill(Guid owner, int contacts)
    {
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, emails, company, notes, updated_at, deleted_at)
            select gen_random_uuid(), {owner}, 'Person ' || n % 50 || ' Family' || n % 7, array['p' || n || '@example.com'], 'Company ' || n % 5,
                repeat('Spoke about bees. ', 1 + n % 4) || case when n % 3 = 0 then 'Has boats. ' else '' end || 'word' || n % 20 || ' word' || n % 30,
                now() - n * interval '1 minute', case when n % 10 = 9 then now() end
            from generate_series(1, {contacts}) as n
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body, updated_at)
            select gen_random_uuid(), owner_id, id, 'call', now(), 'Talked about the lighthouse', 'He knows a keeper of bees', updated_at
            from contacts where owner_id = {owner}
            """,
            default
        );
    }
}
