using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PmCrm.App.Configuration;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Calendar;

/// <summary>The private calendar URLs and their content.</summary>
public sealed class CalendarFeeds(Database db, AppOptions options, TimeProvider clock)
{
    /// <summary>In bytes; too long to guess.</summary>
    private const int TokenSize = 32;

    /// <summary>Maximum number of reminders, and of birthdays, in one feed: enough for a calendar program, and a limit of memory.</summary>
    private const int MaxEvents = 10_000;

    /// <summary>
    /// Creates a URL for the owner and revokes the previous one. Only the token's hash is stored, so the URL is shown once.
    /// </summary>
    public async Task<NewCalendarFeed> Create(Guid owner, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize));
        var now = clock.GetUtcNow();
        await db.Execute(
            $"""
            insert into calendar_feeds (owner_id, token_hash, created_at) select id, {HashOf(token)}, {now} from users where id = {owner}
            on conflict (owner_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at
            """,
            cancellationToken
        );
        return new NewCalendarFeed(new Uri(options.PublicUrl, $"{CalendarEndpoints.FeedPath}?token={token}").AbsoluteUri, now);
    }

    public Task<CalendarFeed?> Find(Guid owner, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select created_at from calendar_feeds where owner_id = {owner}",
            row => new CalendarFeed(row.Time(0)),
            cancellationToken
        );

    public Task<int> Revoke(Guid owner, CancellationToken cancellationToken) =>
        db.Execute($"delete from calendar_feeds where owner_id = {owner}", cancellationToken);

    /// <summary>The iCalendar file for a token; null if there is none.</summary>
    public async Task<string?> Read(string token, CancellationToken cancellationToken)
    {
        var owner = await db.FirstOrDefault(
            $"select owner_id from calendar_feeds where token_hash = {HashOf(token)}",
            row => row.Uuid(0),
            cancellationToken
        );
        if (owner is not { } id)
            return null;
        var reminders = await db.Query(
            $"""
            select r.id, r.title, c.name, case when r.rrule is null then coalesce(r.next_at, r.starts_at) else r.starts_at end,
                r.time_zone, r.rrule, r.updated_at
            from reminders r left join contacts c on c.owner_id = r.owner_id and c.id = r.contact_id
            where r.owner_id = {id} and r.status = 'active' and (r.contact_id is null or c.deleted_at is null)
            order by r.id limit {MaxEvents}
            """,
            row => new CalendarReminder(
                row.GetGuid(0),
                row.GetString(1),
                row.Text(2),
                row.Time(3),
                row.GetString(4),
                row.Text(5),
                row.Time(6)
            ),
            cancellationToken
        );
        var birthdays = await db.Query(
            $"""
            select id, name, birthday, updated_at from contacts
            where owner_id = {id} and deleted_at is null and birthday is not null order by id limit {MaxEvents}
            """,
            row => new CalendarBirthday(row.GetGuid(0), row.GetString(1), row.Date(2)!.Value, row.Time(3)),
            cancellationToken
        );
        return CalendarWriter.Write(reminders, birthdays, clock.GetUtcNow());
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
