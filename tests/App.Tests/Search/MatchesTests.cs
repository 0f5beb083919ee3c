using PmCrm.App.Data;
using PmCrm.App.Features.Search;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Search;

/// <summary>
/// A search reads its matches only as far as they can be among the results. Reading all of them gives the same results, whatever the
/// lengths of the documents, also where many were written at the same time.
/// </summary>
public sealed class MatchesTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>More than are read at most.</summary>
    private const int Many = SearchStatements.MaxRanked + 300;

    /// <summary>Filled once: the tests only read.</summary>
    private static Task<Guid>? account;

    public static TheoryData<string, int, long> Cases =>
        new MatrixTheoryData<string, int, long>(
            ["'every':*", "'half'", "'rare':*", "'every' <-> 'half'", "'none'", "'half' | 'rare'", "!'half'"],
            [1, 20, 100],
            [0, 1, 3_000, SearchStatements.MaxRankedBytes, 100_000_000]
        );

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Reading_as_far_as_needed_gives_the_results_of_reading_all(string query, int depth, long bytes)
    {
        var owner = await (account ??= Fill());

        var read = await Query(SearchStatements.ByWords(owner, query, depth, bytes));

        Assert.Equal(await Query(ReadingAll(owner, query, depth, bytes)), read);
        Assert.Equal(query != "'none'", read.Count > 0);
    }

    private Task<List<(int Kind, Guid Id)>> Query(Sql sql) => app.Database.Query(sql, row => (row.GetInt32(0), row.GetGuid(1)), default);

    private static Sql ReadingAll(Guid owner, string query, int depth, long bytes) =>
        Sql.Of(
            $"""
            select kind, id from (
                select 0 as kind, id, updated_at, case when bytes <= {bytes} then ts_rank_cd(search_document, {query}::tsquery) else 0 end as rank
                from (select m.*, sum(pg_column_size(search_document)) over (order by updated_at desc, id desc) as bytes from (
                    select c.id, c.search_document, c.updated_at from contacts c
                    where c.owner_id = {owner} and c.deleted_at is null and c.search_document @@ {query}::tsquery
                    order by c.updated_at desc, c.id desc limit {SearchStatements.MaxRanked}) as m) as contact_matches
                union all
                select 1, id, updated_at, case when bytes <= {bytes} then ts_rank_cd(search_document, {query}::tsquery) else 0 end
                from (select m.*, sum(pg_column_size(search_document)) over (order by updated_at desc, id desc) as bytes from (
                    select i.id, i.search_document, i.updated_at from interactions i
                    where i.owner_id = {owner} and i.search_document @@ {query}::tsquery
                        and exists (
                            select from (select i.contact_id as one union all
                                select x.contact_id from interaction_contacts x where x.owner_id = i.owner_id and x.interaction_id = i.id) p
                            join contacts c on c.owner_id = i.owner_id and c.id = one where c.deleted_at is null)
                    order by i.updated_at desc, i.id desc limit {SearchStatements.MaxRanked}) as m) as interaction_matches) as hits
            order by rank desc, case when rank = 0 then updated_at end desc, kind, case when rank > 0 then id end, id desc limit {depth}
            """
        );

    /// <summary>
    /// Contacts and interactions with texts of 1 to 20,000 characters, written in groups at the same time; one contact in ten is deleted,
    /// and one interaction in twenty also has another contact.
    /// </summary>
    private async Task<Guid> Fill()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, notes, updated_at, deleted_at)
            select gen_random_uuid(), {person.Id}, 'Contact ' || n, 'every' || case when n % 2 = 0 then ' half' else '' end
                    || case when n % 97 = 0 then ' rarely' else '' end
                    || case when n % 7 = 0 then (select string_agg(' filler' || w * n, '') from generate_series(1, n % 1500) as w) else '' end,
                timestamptz '2026-01-01 00:00:00Z' + n / 50 * interval '1 minute', case when n % 10 = 3 then now() end
            from generate_series(1, {Many}) as n
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body, updated_at)
            select gen_random_uuid(), owner_id, id, 'call', now(), 'Talked', notes, updated_at from contacts where owner_id = {person.Id}
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into interaction_contacts (owner_id, interaction_id, contact_id)
            select i.owner_id, i.id, c.id from interactions i join contacts c on c.owner_id = i.owner_id and c.name = 'Contact 1'
            where i.owner_id = {person.Id} and i.contact_id <> c.id and hashtext(i.id::text) % 20 = 0
            """,
            default
        );
        return person.Id;
    }
}
