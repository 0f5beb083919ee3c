using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Recommendations;

/// <summary>
/// Reads the data for recommendations, and stores cadences. It reads nothing encrypted: phone numbers, addresses and private notes are not
/// used.
/// </summary>
public sealed class RecommendationStore(Database db)
{
    private const string Order = "recommendations:overdue";

    /// <summary>How far ahead an open reminder counts.</summary>
    private static readonly TimeSpan ReminderWindow = TimeSpan.FromDays(7);

    /// <summary>The most urgent contacts, by <see cref="RecommendationRules"/>; only these are kept in memory.</summary>
    public async Task<List<Recommendation>> MostUrgent(Guid owner, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zone = await AccountTimeZone.Find(db, owner, cancellationToken);
        var today = RecommendationRules.Day(now, zone);
        var best = new List<(int Score, ContactState Contact)>();
        await foreach (var contact in States(owner, now, cancellationToken))
        {
            if (RecommendationRules.Score(contact, today, zone) is not (> 0 and var score))
                continue;
            best.Add((score, contact));
            if (best.Count < 2 * limit)
                continue;
            best.Sort(RecommendationRules.Compare);
            best.RemoveRange(limit, best.Count - limit);
        }
        best.Sort(RecommendationRules.Compare);
        return [.. best.Take(limit).Select(one => RecommendationRules.Judge(one.Contact, now, zone)!)];
    }

    private async IAsyncEnumerable<ContactState> States(
        Guid owner,
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var cadences = await CadencesByTag(owner, cancellationToken);
        var open = await OpenReminders(owner, now, cancellationToken);
        var contacts = db.Stream(
            $"""
            select c.id, c.name, c.created_at, c.last_interaction_at, c.cadence_days, c.birthday, {ContactBirthday.WithoutYear}
            from contacts c
            where c.owner_id = {owner} and c.deleted_at is null
            """,
            row => Read(row, cadences, open),
            cancellationToken
        );
        await foreach (var state in contacts)
            yield return state;
    }

    // The two following are looked up in memory instead of joined: a plan for all accounts takes each for small, and might compare each of
    // a large account's contacts with each of its reminders.
    private async Task<Dictionary<Guid, int>> CadencesByTag(Guid owner, CancellationToken cancellationToken)
    {
        var rows = await db.Query(
            $"select contact_id, days from {CadenceByTag(owner)} as by_tag",
            row => (Contact: row.GetGuid(0), Days: row.GetInt32(1)),
            cancellationToken
        );
        return rows.ToDictionary(row => row.Contact, row => row.Days);
    }

    /// <summary>The first open reminder of each contact.</summary>
    private async Task<Dictionary<Guid, (string Title, DateTimeOffset At)>> OpenReminders(
        Guid owner,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var rows = await db.Query(
            $"""
            select distinct on (contact_id) contact_id, title, at from (
                select contact_id, title, next_at as at from reminders
                where owner_id = {owner} and status = 'active' and contact_id is not null and next_at < {now + ReminderWindow}
                union all
                select r.contact_id, r.title, d.due_at
                from reminder_deliveries d join reminders r on r.owner_id = d.owner_id and r.id = d.reminder_id
                where d.owner_id = {owner} and d.completed_at is null and r.status = 'active' and r.contact_id is not null
            ) open order by contact_id, at
            """,
            row => (Contact: row.GetGuid(0), Title: row.GetString(1), At: row.Time(2)),
            cancellationToken
        );
        return rows.ToDictionary(row => row.Contact, row => (row.Title, row.At));
    }

    /// <summary>
    /// The shortest cadence of each contact's tags: <c>contact_id</c> and <c>days</c>. "offset 0" keeps the index look-up of each tag's
    /// contacts from becoming a join, for which all tags of all contacts might be read for each.
    /// </summary>
    private static Sql CadenceByTag(Guid owner) =>
        Sql.Of(
            $"""
            (select tagged.contact_id, min(t.cadence_days) as days
             from tags t cross join lateral (
                 select ct.contact_id from contact_tags ct where ct.owner_id = {owner} and ct.tag_id = t.id offset 0) as tagged
             where t.owner_id = {owner} and t.cadence_days is not null group by tagged.contact_id)
            """
        );

    /// <summary>
    /// What the model gets about the contacts besides the reasons: the summary of the latest interaction, unless it is private.
    /// </summary>
    public async Task<Dictionary<Guid, string>> LatestSummaries(Guid owner, Guid[] contacts, CancellationToken cancellationToken)
    {
        var rows = await db.Query(
            $"""
            select distinct on (contact_id) contact_id, kind, summary, is_open from (
                select contact_id, kind, summary, private_body_cipher is null as is_open, occurred_at, id from interactions
                where owner_id = {owner} and contact_id = any({contacts})
                union all
                select x.contact_id, i.kind, i.summary, i.private_body_cipher is null, i.occurred_at, i.id
                from interaction_contacts x join interactions i on i.owner_id = x.owner_id and i.id = x.interaction_id
                where x.owner_id = {owner} and x.contact_id = any({contacts})
            ) each order by contact_id, occurred_at desc, id desc
            """,
            row => (Id: row.GetGuid(0), Kind: row.GetString(1), Summary: row.GetString(2), IsOpen: row.GetBoolean(3)),
            cancellationToken
        );
        return rows.Where(row => row.IsOpen).ToDictionary(row => row.Id, row => $"{row.Kind}: {row.Summary}");
    }

    /// <summary>Contacts whose cadence is exceeded or, if days are given, all without contact for that long. The longest first.</summary>
    public async Task<Page<OverdueContact>> Overdue(
        Guid owner,
        int? notContactedInDays,
        DateTimeOffset now,
        Cursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = after is null ? Sql.Empty : Sql.Of($" and (since, id) > ({after.Time}, {after.Id})");
        var overdue = notContactedInDays is { } days ? NotContactedSince(owner, now - TimeSpan.FromDays(days)) : BeyondCadence(owner, now);
        var rows = await db.Query(
            $"""
            select id, name, last_interaction_at, coalesce(cadence, (
                select min(t.cadence_days) from tags t
                where t.owner_id = {owner} and t.cadence_days is not null and t.id = any(array(
                    select ct.tag_id from contact_tags ct where ct.owner_id = {owner} and ct.contact_id = each.id)))), since
            from (select * from {overdue} as found where true{from} order by since, id limit {limit + 1}) as each order by since, id
            """,
            row => new OverdueContact
            {
                ContactId = row.GetGuid(0),
                Name = row.GetString(1),
                LastInteractionAt = row.TimeOrNull(2),
                CadenceDays = row.Int32(3),
                Since = row.Time(4),
                DaysSince = (int)(now - row.Time(4)).TotalDays,
            },
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(Order, row.Since, row.ContactId));
    }

    private static Sql NotContactedSince(Guid owner, DateTimeOffset time) =>
        Sql.Of(
            $"""
            (select c.id, c.name, c.last_interaction_at, c.cadence_days as cadence, coalesce(c.last_interaction_at, c.created_at) as since
             from contacts c
             where c.owner_id = {owner} and c.deleted_at is null and coalesce(c.last_interaction_at, c.created_at) < {time})
            """
        );

    /// <summary>Contacts with a cadence of their own, and those with one of a tag, which are looked up one by one.</summary>
    private static Sql BeyondCadence(Guid owner, DateTimeOffset now) =>
        Sql.Of(
            $"""
            (select * from (
                select c.id, c.name, c.last_interaction_at, c.cadence_days as cadence, coalesce(c.last_interaction_at, c.created_at) as since
                from contacts c where c.owner_id = {owner} and c.deleted_at is null and c.cadence_days is not null
                union all
                select own.id, own.name, own.last_interaction_at, by_tag.days, own.since
                from {CadenceByTag(owner)} as by_tag cross join lateral (
                    select c.id, c.name, c.last_interaction_at, coalesce(c.last_interaction_at, c.created_at) as since from contacts c
                    where c.owner_id = {owner} and c.id = by_tag.contact_id and c.deleted_at is null and c.cadence_days is null
                    offset 0) as own) as known
             where since + make_interval(days => cadence) < {now})
            """
        );

    /// <summary>Reads the cursor of <see cref="Overdue"/>.</summary>
    public static bool TryReadCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, Order, out cursor);

    /// <returns>Null if the contact does not exist.</returns>
    public Task<Cadence?> OfContact(Guid owner, Guid contact, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select cadence_days from contacts where owner_id = {owner} and id = {contact} and deleted_at is null",
            row => new Cadence(row.Int32(0)),
            cancellationToken
        );

    /// <summary>Sets a contact's cadence. It is not part of the contact, whose version does not change.</summary>
    public async Task<bool> SetOfContact(Guid owner, Guid contact, Cadence cadence, CancellationToken cancellationToken) =>
        await db.Execute(
            $"update contacts set cadence_days = {cadence.Days} where owner_id = {owner} and id = {contact} and deleted_at is null",
            cancellationToken
        ) == 1;

    /// <returns>Null if the tag does not exist.</returns>
    public Task<Cadence?> OfTag(Guid owner, Guid tag, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select cadence_days from tags where owner_id = {owner} and id = {tag}",
            row => new Cadence(row.Int32(0)),
            cancellationToken
        );

    public async Task<bool> SetOfTag(Guid owner, Guid tag, Cadence cadence, CancellationToken cancellationToken) =>
        await db.Execute($"update tags set cadence_days = {cadence.Days} where owner_id = {owner} and id = {tag}", cancellationToken) == 1;

    /// <summary>Every cadence of the owner, for an export.</summary>
    public IAsyncEnumerable<ExportedCadence> AllCadences(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream(
            $"""
            select id, null::uuid, cadence_days from contacts where owner_id = {owner} and cadence_days is not null
            union all
            select null, id, cadence_days from tags where owner_id = {owner} and cadence_days is not null
            order by 1, 2
            """,
            row => new ExportedCadence(row.Uuid(0), row.Uuid(1), row.GetInt32(2)),
            cancellationToken
        );

    private static ContactState Read(
        NpgsqlDataReader row,
        Dictionary<Guid, int> cadences,
        Dictionary<Guid, (string Title, DateTimeOffset At)> open
    )
    {
        var id = row.GetGuid(0);
        var last = row.TimeOrNull(3);
        (string Title, DateTimeOffset At)? reminder = open.TryGetValue(id, out var found) ? found : null;
        return new ContactState(
            id,
            row.GetString(1),
            last ?? row.Time(2),
            last is not null,
            row.Int32(4) ?? (cadences.TryGetValue(id, out var days) ? days : null),
            row.Date(5) is { } birthday ? (birthday.Month, birthday.Day) : MonthAndDay(row.Text(6)),
            reminder?.Title,
            reminder?.At
        );
    }

    /// <summary>A birthday without a year, in the format of vCard: --12-31.</summary>
    private static (int Month, int Day)? MonthAndDay(string? text) =>
        // 2000 is a leap year, so that 29 February is valid.
        DateOnly.TryParseExact($"2000-{text?.TrimStart('-')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day.Month, day.Day)
            : null;
}
