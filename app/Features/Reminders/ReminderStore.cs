using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>Reminders in the database.</summary>
public sealed partial class ReminderStore(Database db, ILogger<ReminderStore> logger)
{
    private const string UpcomingOrder = "reminders:next";
    private const string ListOrder = "reminders:time";
    private const string DeliveredOrder = "reminders:delivered";

    private static Sql Columns =>
        Sql.Of(
            $"""
            id, contact_id, title, note, starts_at, time_zone, rrule, next_at, occurrence_at, status, completed_at, version, created_at, updated_at
            """
        );

    /// <summary>A deleted contact's reminders are hidden until it is restored.</summary>
    private static Sql IsShown =>
        Sql.Of(
            $"""
            not exists (select from contacts c
                        where c.owner_id = reminders.owner_id and c.id = reminders.contact_id and c.deleted_at is not null)
            """
        );

    /// <returns>Null if the contact does not exist; pass a null contact for a reminder about none.</returns>
    public Task<Reminder?> Add(
        TransactionSession session,
        Guid owner,
        Guid? contact,
        ReminderWrite write,
        Schedule schedule,
        DateTimeOffset first,
        CancellationToken cancellationToken
    )
    {
        var there = contact is { } id
            ? Sql.Of($"exists (select from contacts where owner_id = {owner} and id = {id} and deleted_at is null)")
            : Sql.Of($"true");
        return session.FirstOrDefault(
            $"""
            insert into reminders (id, owner_id, contact_id, title, note, starts_at, time_zone, rrule, next_at, occurrence_at)
            select {Guid.CreateVersion7()}, {owner}, {contact}, {write.Title}, {write.Note}, {schedule.StartsAt}, {schedule.TimeZone},
                {schedule.Rrule}, {first}, {first}
            where {there} returning {Columns}
            """,
            Read,
            cancellationToken
        );
    }

    public Task<Reminder?> Find(Guid owner, Guid id, CancellationToken cancellationToken) =>
        db.FirstOrDefault($"select {Columns} from reminders where owner_id = {owner} and id = {id} and {IsShown}", Read, cancellationToken);

    /// <summary>Whether the owner has this contact.</summary>
    public Task<bool> HasContact(Guid owner, Guid contact, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select exists (select from contacts where owner_id = {owner} and id = {contact} and deleted_at is null)",
            row => row.GetBoolean(0),
            cancellationToken
        );

    /// <summary>Replaces all fields; the series starts again.</summary>
    public Task<Reminder?> Replace(
        Guid owner,
        Guid id,
        IfMatch match,
        ReminderWrite write,
        Schedule schedule,
        DateTimeOffset first,
        CancellationToken cancellationToken
    ) =>
        db.FirstOrDefault(
            $"""
            update reminders set title = {write.Title}, note = {write.Note}, starts_at = {schedule.StartsAt}, time_zone = {schedule.TimeZone},
                rrule = {schedule.Rrule}, next_at = {first}, occurrence_at = {first},
                status = 'active', completed_at = null, version = version + 1, updated_at = now()
            where owner_id = {owner} and id = {id} and {IsShown} and {match.Predicate} returning {Columns}
            """,
            Read,
            cancellationToken
        );

    public async Task<bool> Remove(Guid owner, Guid id, IfMatch match, CancellationToken cancellationToken) =>
        await db.Execute(
            $"delete from reminders where owner_id = {owner} and id = {id} and {IsShown} and {match.Predicate}",
            cancellationToken
        ) > 0;

    /// <summary>Upcoming reminders, earliest first.</summary>
    /// <param name="contact">Only reminders about this contact.</param>
    /// <param name="before">Only reminders that come due before this time.</param>
    public async Task<Page<Reminder>> Upcoming(
        Guid owner,
        Guid? contact,
        DateTimeOffset? before,
        Cursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var about = contact is null ? Sql.Empty : Sql.Of($" and contact_id = {contact}");
        var until = before is null ? Sql.Empty : Sql.Of($" and next_at < {before}");
        var from = after is null ? Sql.Empty : Sql.Of($" and (next_at, id) > ({after.Time}, {after.Id})");
        var rows = await db.Query(
            $"""
            select {Columns} from reminders
            where owner_id = {owner} and status = 'active' and next_at is not null and {IsShown}{about}{until}{from}
            order by next_at, id limit {limit + 1}
            """,
            Read,
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(UpcomingOrder, row.NextAt!.Value, row.Id));
    }

    /// <summary>Reminders in one state or in any, in the order of <see cref="Reminder.ListedAt"/>.</summary>
    public async Task<Page<Reminder>> List(Guid owner, ReminderFilter filter, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var listedAt = Sql.Of($"coalesce(next_at, completed_at, starts_at)");
        var rows = await db.Query(
            $"""
            select {Columns} from reminders where owner_id = {owner} and {IsShown} {filter.InState}
            {(filter.Contact is { } contact ? Sql.Of($"and contact_id = {contact}") : Sql.Empty)}
            {(filter.From is { } from ? Sql.Of($"and {listedAt} >= {from}") : Sql.Empty)}
            {(filter.To is { } to ? Sql.Of($"and {listedAt} < {to}") : Sql.Empty)}
            {(after is null ? Sql.Empty : Sql.Of($"and ({listedAt}, id) > ({after.Time}, {after.Id})"))}
            order by {listedAt}, id limit {limit + 1}
            """,
            Read,
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(ListOrder, row.ListedAt, row.Id));
    }

    public static bool TryReadListCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, ListOrder, out cursor);

    /// <summary>Reminders that came due, latest first.</summary>
    public async Task<Page<ReminderDelivery>> Delivered(Guid owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var from = after is null ? Sql.Empty : Sql.Of($" and (d.due_at, d.reminder_id) < ({after.Time}, {after.Id})");
        var rows = await db.Query(
            $"""
            select {DeliveryColumns} from reminder_deliveries d
            join reminders on reminders.owner_id = d.owner_id and reminders.id = d.reminder_id
            where d.owner_id = {owner} and {IsShown}{from}
            order by d.due_at desc, d.reminder_id desc limit {limit + 1}
            """,
            ReadDelivery,
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(DeliveredOrder, row.DueAt, row.ReminderId));
    }

    public static bool TryReadUpcomingCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, UpcomingOrder, out cursor);

    public static bool TryReadDeliveredCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, DeliveredOrder, out cursor);

    /// <summary>All deliveries, for an export.</summary>
    public IAsyncEnumerable<ReminderDelivery> AllDelivered(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream(
            $"""
            select {DeliveryColumns} from reminder_deliveries d
            join reminders on reminders.owner_id = d.owner_id and reminders.id = d.reminder_id
            where d.owner_id = {owner} order by d.due_at, d.reminder_id
            """,
            ReadDelivery,
            cancellationToken
        );

    /// <summary>All reminders of the owner, for an export.</summary>
    public IAsyncEnumerable<Reminder> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream($"select {Columns} from reminders where owner_id = {owner} order by created_at, id", Read, cancellationToken);

    /// <summary>
    /// Completes the open occurrences that came due; if there are none, the next occurrence. A reminder with no occurrence left is
    /// completed; completing it again changes nothing.
    /// </summary>
    /// <returns>Null if no reminder with this id has the version.</returns>
    public Task<Reminder?> Complete(Guid owner, Guid id, IfMatch match, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                if (await Lock(session, owner, id, cancellationToken) is not { } reminder || !match.Allows(reminder.Version))
                    return null;
                if (reminder.Status == ReminderStatus.Completed)
                    return reminder;

                var acknowledged = await session.Execute(
                    $"""
                    update reminder_deliveries set completed_at = {now} where owner_id = {owner} and reminder_id = {id} and completed_at is null
                    """,
                    cancellationToken
                );
                // A snoozed occurrence is the one that came due: completing it does not skip the following one.
                var snoozed = reminder.OccurrenceAt is { } occurrence && reminder.NextAt > occurrence;
                var next = acknowledged > 0 && !snoozed ? reminder.OccurrenceAt : Next(reminder);
                return await session.FirstOrDefault(
                    $"""
                    update reminders set next_at = {next}, occurrence_at = {next}, version = version + 1, updated_at = {now},
                        status = case when {next is null} then 'completed' else 'active' end,
                        completed_at = {(next is null ? now : (DateTimeOffset?)null)}
                    where owner_id = {owner} and id = {id} returning {Columns}
                    """,
                    Read,
                    cancellationToken
                );
            },
            cancellationToken
        );

    /// <summary>Makes an occurrence due again at that time: the latest open one that came due or, if there is none, the next one.</summary>
    /// <returns>Null if no reminder with this id has the version; a completed one is returned unchanged.</returns>
    public Task<Reminder?> Snooze(Guid owner, Guid id, IfMatch match, DateTimeOffset until, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                if (await Lock(session, owner, id, cancellationToken) is not { } reminder || !match.Allows(reminder.Version))
                    return null;
                if (reminder.Status == ReminderStatus.Completed)
                    return reminder;

                var open = await session.FirstOrDefault(
                    $"""
                    select max(occurrence_at) from reminder_deliveries where owner_id = {owner} and reminder_id = {id} and completed_at is null
                    """,
                    row => row.TimeOrNull(0),
                    cancellationToken
                );
                return await session.FirstOrDefault(
                    $"""
                    update reminders set next_at = {until}, occurrence_at = {open
                        ?? reminder.OccurrenceAt}, version = version + 1, updated_at = now()
                    where owner_id = {owner} and id = {id} returning {Columns}
                    """,
                    Read,
                    cancellationToken
                );
            },
            cancellationToken
        );

    /// <summary>
    /// Delivers up to <paramref name="most"/> due reminders. Each is recorded and moved to its next occurrence in one transaction with a
    /// row lock, so that it is delivered exactly once, however many workers run and wherever one is killed.
    /// </summary>
    /// <param name="tell">Adds a message about each, in the same transaction; null for none.</param>
    /// <returns>The number of delivered reminders.</returns>
    public Task<int> DeliverDue(
        DateTimeOffset now,
        int most,
        CancellationToken cancellationToken,
        Func<TransactionSession, Guid, Reminder, Task>? tell = null
    ) =>
        db.InTransaction(
            async session =>
            {
                var due = await session.Query(
                    $"""
                    select owner_id, {Columns} from reminders where status = 'active' and next_at <= {now} and {IsShown}
                    order by next_at limit {most} for update skip locked
                    """,
                    row => (Owner: row.GetGuid(0), Reminder: Read(row, 1)),
                    cancellationToken
                );
                foreach (var (owner, reminder) in due)
                {
                    await session.Execute(
                        $"""
                        insert into reminder_deliveries (owner_id, reminder_id, occurrence_at, due_at)
                        values ({owner}, {reminder.Id}, {reminder.OccurrenceAt}, {reminder.NextAt})
                        """,
                        cancellationToken
                    );
                    if (tell is not null)
                        await tell(session, owner, reminder);
                    var next = NextOrEnd(reminder);
                    await session.Execute(
                        $"""
                        update reminders set next_at = {next}, occurrence_at = {next}, version = version + 1, updated_at = {now}
                        where owner_id = {owner} and id = {reminder.Id}
                        """,
                        cancellationToken
                    );
                }
                return due.Count;
            },
            cancellationToken
        );

    private static Task<Reminder?> Lock(TransactionSession session, Guid owner, Guid id, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"select {Columns} from reminders where owner_id = {owner} and id = {id} and {IsShown} for update",
            Read,
            cancellationToken
        );

    private static DateTimeOffset? Next(Reminder reminder) =>
        reminder.OccurrenceAt is { } occurrence
            ? Schedule.Stored(reminder.StartsAt, reminder.TimeZone, reminder.Rrule).After(occurrence)
            : null;

    /// <summary>A series that can no longer be read ends, so that it does not block the delivery of others.</summary>
    private DateTimeOffset? NextOrEnd(Reminder reminder)
    {
        try
        {
            return Next(reminder);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or InvalidOperationException)
        {
            LogUnreadable(logger, reminder.Id, exception);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The series of reminder {Reminder} cannot be read: it has no further occurrence")]
    private static partial void LogUnreadable(ILogger logger, Guid reminder, Exception exception);

    private static Sql DeliveryColumns =>
        Sql.Of($"d.reminder_id, reminders.contact_id, reminders.title, d.occurrence_at, d.due_at, d.delivered_at, d.completed_at");

    private static ReminderDelivery ReadDelivery(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.Uuid(1), row.GetString(2), row.Time(3), row.Time(4), row.Time(5), row.TimeOrNull(6));

    private static Reminder Read(NpgsqlDataReader row) => Read(row, 0);

    private static Reminder Read(NpgsqlDataReader row, int from) =>
        new(
            row.GetGuid(from),
            row.Uuid(from + 1),
            row.GetString(from + 2),
            row.Text(from + 3),
            row.Time(from + 4),
            row.GetString(from + 5),
            row.Text(from + 6),
            row.TimeOrNull(from + 7),
            row.TimeOrNull(from + 8),
            row.GetString(from + 9) == "completed" ? ReminderStatus.Completed : ReminderStatus.Active,
            row.TimeOrNull(from + 10),
            row.Time(from + 12),
            row.Time(from + 13)
        )
        {
            Version = row.GetInt64(from + 11),
        };
}
