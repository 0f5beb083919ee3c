using System.Globalization;
using Npgsql;
using PmCrm.App.Data;
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
        var best = new List<Recommendation>();
        await foreach (var state in States(owner, now, cancellationToken))
        {
            if (RecommendationRules.Judge(state, now, zone) is not { } found)
                continue;
            best.Add(found);
            if (best.Count < 2 * limit)
                continue;
            best.Sort(RecommendationRules.Compare);
            best.RemoveRange(limit, best.Count - limit);
        }
        best.Sort(RecommendationRules.Compare);
        return best.Count > limit ? best.GetRange(0, limit) : best;
    }

    private IAsyncEnumerable<ContactState> States(Guid owner, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Stream(
            $"""
            select c.id, c.name, c.created_at, c.last_interaction_at, coalesce(c.cadence_days, by_tag.days), c.birthday,
                case when c.birthday is null and c.details ? 'dates' then
                    (select d ->> 'date' from jsonb_array_elements(c.details -> 'dates') d
                     where d ->> 'kind' = 'birthday' and d ->> 'date' ~ '^--[0-9][0-9]-[0-9][0-9]$' limit 1) end,
                due.title, due.at
            from contacts c
            left join (
                select ct.contact_id, min(t.cadence_days) as days
                from contact_tags ct join tags t on t.owner_id = ct.owner_id and t.id = ct.tag_id
                where ct.owner_id = {owner} and t.cadence_days is not null group by ct.contact_id
            ) by_tag on by_tag.contact_id = c.id
            left join (
                select distinct on (contact_id) contact_id, title, at from (
                    select contact_id, title, next_at as at from reminders
                    where owner_id = {owner} and status = 'active' and contact_id is not null and next_at < {now + ReminderWindow}
                    union all
                    select r.contact_id, r.title, d.due_at
                    from reminder_deliveries d join reminders r on r.owner_id = d.owner_id and r.id = d.reminder_id
                    where d.owner_id = {owner} and d.completed_at is null and r.status = 'active' and r.contact_id is not null
                ) open order by contact_id, at
            ) due on due.contact_id = c.id
            where c.owner_id = {owner} and c.deleted_at is null
            """,
            Read,
            cancellationToken
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
        var isOverdue = notContactedInDays is { } days
            ? Sql.Of($"since < {now - TimeSpan.FromDays(days)}")
            : Sql.Of($"since + make_interval(days => cadence) < {now}");
        var rows = await db.Query(
            $"""
            select id, name, last_interaction_at, cadence, since from (
                select c.id, c.name, c.last_interaction_at, coalesce(c.last_interaction_at, c.created_at) as since,
                    coalesce(c.cadence_days, (
                        select min(t.cadence_days) from contact_tags ct join tags t on t.owner_id = ct.owner_id and t.id = ct.tag_id
                        where ct.owner_id = c.owner_id and ct.contact_id = c.id)) as cadence
                from contacts c where c.owner_id = {owner} and c.deleted_at is null
            ) each where {isOverdue}{from} order by since, id limit {limit + 1}
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

    private static ContactState Read(NpgsqlDataReader row)
    {
        var last = row.TimeOrNull(3);
        return new ContactState(
            row.GetGuid(0),
            row.GetString(1),
            last ?? row.Time(2),
            last is not null,
            row.Int32(4),
            row.Date(5) is { } birthday ? (birthday.Month, birthday.Day) : MonthAndDay(row.Text(6)),
            row.Text(7),
            row.TimeOrNull(8)
        );
    }

    /// <summary>A birthday without a year, in the format of vCard: --12-31.</summary>
    private static (int Month, int Day)? MonthAndDay(string? text) =>
        // 2000 is a leap year, so that 29 February is valid.
        DateOnly.TryParseExact($"2000-{text?.TrimStart('-')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day.Month, day.Day)
            : null;
}
