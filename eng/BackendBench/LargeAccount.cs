using System.Text;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Security;

namespace PmCrm.Bench.Backend;

/// <summary>The cost of a request of a large account.</summary>
/// <param name="P95">The 95th percentile of the time until the complete answer, in milliseconds.</param>
/// <param name="Processor">
/// CPU time of a request, in milliseconds, of the backend and PostgreSQL together; null if PostgreSQL's is unknown.
/// </param>
internal sealed record LargeAccountFigure(string Path, double P95, double? Processor);

/// <summary>An account with 10,000 contacts: the time of its lists, searches and filters without other load.</summary>
internal static class LargeAccount
{
    public const int Contacts = 10_000;

    /// <summary>Not a list, search or filter: it scores all contacts.</summary>
    public const string Recommendations = "/v1/recommendations";

    private const int Accounts = 3;
    private const int Repetitions = 40;

    private static readonly string[] Paths =
    [
        "/v1/contacts?limit=20",
        "/v1/contacts?limit=100",
        "/v1/contacts?limit=20&sort=lastInteraction",
        "/v1/contacts?limit=100&tag=tag7",
        "/v1/contacts?limit=20&tag=rare",
        "/v1/contacts?limit=100&updatedSince=2026-01-01T00:00:00Z",
        "/v1/contacts?limit=100&updatedSince=2126-01-01T00:00:00Z",
        "/v1/contacts?deleted=true",
        "/v1/contacts?tag=tag7&tag=tag8&notTag=tag9&limit=100",
        "/v1/contacts?anyTag=rare&anyTag=tag3&total=true",
        "/v1/contacts?company=nobody&total=true",
        "/v1/contacts?hasPhone=true&total=true",
        "/v1/contacts?birthdayMonth=2&hasEmail=true&limit=100",
        "/v1/interactions?limit=100",
        "/v1/interactions?tag=rare&limit=100",
        "/v1/dates/upcoming?days=365&limit=100",
        Recommendations,
        "/v1/recommendations/overdue?limit=100",
        "/v1/recommendations/overdue?notContactedInDays=1&limit=100",
        "/v1/reminders?limit=100",
        "/v1/reminders?state=overdue",
        "/v1/search?q=lighthouse",
        "/v1/search?q=lighthouse&limit=100",
        "/v1/search?q=Person+77",
        "/v1/search?q=Familly",
        "/v1/search?q=Persno",
        "/v1/search?q=word7&limit=100",
        "/v1/search?q=%22keeper+of+bees%22&limit=100",
        "/v1/contacts/duplicates?limit=20",
        "/v1/contacts/duplicates?minScore=0.9&limit=100",
        "/v1/tags?limit=100",
        "/v1/reminders/upcoming",
        "/v1/me",
    ];

    /// <summary>A page after nearly all contacts with an interaction.</summary>
    private static string DeepPage =>
        "/v1/contacts?sort=lastInteraction&cursor="
        + Cursor.At("contacts:last-interaction", DateTimeOffset.UtcNow.AddMinutes(-9_900), Guid.Empty);

    /// <summary>Fills the account, and requests each path repeatedly.</summary>
    /// <param name="process">The backend's process id.</param>
    public static async Task<List<LargeAccountFigure>> Measure(PostgresUrl url, AccessTokens tokens, int port, int process)
    {
        // Accounts of the same size take turns, so that none reaches the rate limit.
        Guid[] owners = [.. Enumerable.Range(0, Accounts).Select(_ => Guid.CreateVersion7())];
        await Fill(url, owners);
        await using var source = DataSource.Create(url);
        var database = await DatabaseTime.Find(source);
        var accessTokens = owners.Select(owner => tokens.Issue(new AccessToken(owner, Guid.CreateVersion7()))).ToList();
        var figures = new List<LargeAccountFigure>();
        foreach (var path in Paths.Append(DeepPage))
        {
            var token = accessTokens[figures.Count % Accounts];
            var request = Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");
            // The first requests prepare statements and, for duplicates, fill the cache.
            await LoadClient.Repeat(port, request, 5);
            var before = ProcessorTime(process, database);
            var times = (await LoadClient.Repeat(port, request, Repetitions)).Order().ToList();
            figures.Add(new(path, times[(int)(times.Count * 0.95)], (ProcessorTime(process, database) - before) / Repetitions));
        }
        return figures;
    }

    private static double? ProcessorTime(int process, int? database) =>
        database is { } first ? Machine.ProcessorTime(process).TotalMilliseconds + DatabaseTime.Milliseconds(first) : null;

    private static async Task Fill(PostgresUrl url, Guid[] owners)
    {
        await using var source = DataSource.Create(url);
        // Other accounts of the same size are in the same tables: a request must not become slower because of other accounts.
        foreach (var account in owners)
        foreach (var sql in Statements)
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 120;
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account });
            await command.ExecuteNonQueryAsync();
        }
        await using var analyze = source.CreateCommand("vacuum analyze");
        analyze.CommandTimeout = 120;
        await analyze.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Forty words for a note, out of 3,000 with realistic frequencies: a few occur in nearly every note, most in hardly any.
    /// </summary>
    private const string Words =
        "(select string_agg('word' || floor(3000 * power(random(), 3))::int, ' ') from generate_series(1, 40) where n > 0)";

    // Similar names are the worst case for a search that tolerates misspellings.
    private static readonly string[] Statements =
    [
        "insert into users (id, email, display_name) values ($1, $1 || '@example.com', 'Somebody')",
        $"""
            insert into contacts (id, owner_id, name, emails, company, job_title, notes, last_interaction_at)
            select gen_random_uuid(), $1, 'Person ' || n % 5000 || ' Family' || n % 997, array['p' || n || '@example.com'], 'Company ' || n % 50, 'Engineer',
                'Met at the lighthouse, spoke about bees. ' || {Words}, case when n % 3 > 0 then now() - n * interval '1 minute' end
            from generate_series(1, {Contacts}) as n
            """,
        """
            insert into tags (id, owner_id, name, cadence_days)
            select gen_random_uuid(), $1, case when n = 0 then 'rare' else 'tag' || n end, case when n in (1, 2, 3) then 30 end
            from generate_series(0, 30) as n
            """,
        """
            insert into contact_tags (owner_id, contact_id, tag_id)
            select c.owner_id, c.id, t.id from contacts c join tags t on t.owner_id = c.owner_id
            where c.owner_id = $1 and (hashtext(c.id::text || t.name) % 10 = 0 and t.name <> 'rare' or t.name = 'rare' and hashtext(c.id::text) % 5000 = 0)
            """,
        """
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body)
            select gen_random_uuid(), $1, id, 'call', now() - interval '1 day', 'Talked about the lighthouse', 'He knows a keeper of bees.' from contacts where owner_id = $1
            """,
        """
            insert into reminders (id, owner_id, contact_id, title, starts_at, next_at, occurrence_at, time_zone)
            select gen_random_uuid(), $1, id, 'Call', now(), now() + interval '1 day', now() + interval '1 day', 'UTC' from contacts where owner_id = $1
            """,
        // One in ten interactions and one in twenty contacts has a text of nearly maximum length.
        """
            with long_texts as materialized (
                select n, (select left(string_agg('word' || floor(3000 * power(random(), 3))::int, ' '), 18000) || ' A keeper of bees.'
                           from generate_series(1, 2400) where n > 0) as body
                from generate_series(0, 30) as n),
            noted as (
                update contacts c set notes = l.body from long_texts l
                where c.owner_id = $1 and hashtext(c.id::text) % 20 = 0 and l.n = abs(hashtext(c.id::text)) / 20 % 31)
            update interactions i set body = l.body from long_texts l
            where i.owner_id = $1 and hashtext(i.id::text) % 10 = 0 and l.n = abs(hashtext(i.id::text)) / 10 % 31
            """,
    ];
}
