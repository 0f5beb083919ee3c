using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;

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
            select c.id, c.name, c.birthday, c.updated_at, {ContactBirthday.WithoutYear} from contacts c
            where c.owner_id = {id} and c.deleted_at is null and {ContactBirthday.HasDates}
            order by c.id limit {MaxEvents}
            """,
            Birthday,
            cancellationToken
        );
        return CalendarWriter.Write(reminders, [.. birthdays.OfType<CalendarBirthday>()], clock.GetUtcNow());
    }

    /// <returns>Null if the contact's dates are no birthday with a day.</returns>
    private static CalendarBirthday? Birthday(NpgsqlDataReader row)
    {
        var date = row.Date(2);
        if (date is null && row.Text(4) is { } text && PartialDate.Parse(text) is { Month: { } month, Day: { } day })
            date = new DateOnly(CalendarBirthday.YearOfUnknown, month, day);
        return date is { } known ? new(row.GetGuid(0), row.GetString(1), known, row.Time(3)) : null;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
