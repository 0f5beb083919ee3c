using System.Globalization;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Messages;
using PmCrm.App.Http;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Digests;

/// <summary>
/// Sends the weekly digest: the events of the coming week, to each person who wants it, on Monday morning in their time zone. The mail and
/// the time of the next digest are written in one transaction, so that each week has exactly one. A week without events has none.
/// </summary>
public sealed class DigestWork(Database db, MailOutbox outbox, AppOptions options, TimeProvider clock) : IWorkSource
{
    /// <summary>Maximum number of lines in one section.</summary>
    private const int MaxLines = 30;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        if (!outbox.IsConfigured)
            return false;
        var now = clock.GetUtcNow();
        return await db.InTransaction(
            async session =>
            {
                var person = await session.FirstOrDefault(
                    $"""
                    select u.id, u.email, u.time_zone, u.email_verified_at is not null from message_preferences p join users u on u.id = p.owner_id
                    where p.digest_at <= {now} order by p.digest_at limit 1 for update of p skip locked
                    """,
                    row => new Reader(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetBoolean(3)),
                    cancellationToken
                );
                if (person is null)
                    return false;
                if (person.IsVerified)
                    await Leave(session, person, now, cancellationToken);
                await session.Execute(
                    $"""
                    update message_preferences set digest_at = {MessagePreferenceStore.NextDigest(now, person.TimeZone)}
                    where owner_id = {person.Id}
                    """,
                    cancellationToken
                );
                return true;
            },
            cancellationToken
        );
    }

    private async Task Leave(TransactionSession session, Reader person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zone = TimeZones.FindOrUtc(person.TimeZone);
        MailBlock.Section[] sections =
        [
            new("Reminders", await Reminders(session, person.Id, zone, now, cancellationToken)),
            new("Birthdays", await Birthdays(session, person.Id, TimeZoneInfo.ConvertTime(now, zone).Date, cancellationToken)),
        ];
        if (Array.TrueForAll(sections, section => section.Lines.Count == 0))
            return;
        await outbox.Enqueue(
            session,
            MailMessages.Digest(person.Id, person.Address, sections, new Uri(options.FrontendUrl, "/reminders"), now),
            cancellationToken
        );
    }

    private static Task<List<string>> Reminders(
        TransactionSession session,
        Guid owner,
        TimeZoneInfo zone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        session.Query(
            $"""
            select r.title, c.name, r.next_at from reminders r
            left join contacts c on c.owner_id = r.owner_id and c.id = r.contact_id
            where r.owner_id = {owner} and r.status = 'active' and r.next_at < {now
                + Week} and (r.contact_id is null or c.deleted_at is null)
            order by r.next_at, r.id limit {MaxLines}
            """,
            row =>
                $"{MailMessages.When(TimeZoneInfo.ConvertTime(row.Time(2), zone))} {row.GetString(0)}"
                + (row.Text(1) is { } name ? $" ({name})" : ""),
            cancellationToken
        );

    /// <summary>
    /// Birthdays in the seven days from today, also those without a year. A birthday on 29 February is listed with 1 March in years
    /// without that day (<see cref="YearlyDay"/>).
    /// </summary>
    private static async Task<List<string>> Birthdays(
        TransactionSession session,
        Guid owner,
        DateTime today,
        CancellationToken cancellationToken
    )
    {
        string[] days =
        [
            .. Enumerable
                .Range(0, (int)Week.TotalDays)
                .SelectMany(i => YearlyDay.On(DateOnly.FromDateTime(today.AddDays(i))))
                .Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.Month:00}-{day.Day:00}")),
        ];
        return await session.Query(
            $"""
            select day, name from (
                select coalesce(to_char(c.birthday, 'MM-DD'), substring({ContactBirthday.WithoutYear} from 3)) as day, c.name, c.id
                from contacts c
                where c.owner_id = {owner} and c.deleted_at is null and {ContactBirthday.HasDates}
            ) born
            where day = any({days}) order by array_position({days}, day), name, id limit {MaxLines}
            """,
            row => $"{row.GetString(0)} {row.GetString(1)}",
            cancellationToken
        );
    }

    private sealed record Reader(Guid Id, string Address, string TimeZone, bool IsVerified);
}
