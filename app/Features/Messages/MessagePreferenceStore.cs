using PmCrm.App.Data;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Messages;

/// <summary>The preferences in the database.</summary>
public sealed class MessagePreferenceStore(Database db, MailOutbox outbox, TimeProvider clock)
{
    /// <summary>Hour of the day at which a digest is sent, in the account's time zone.</summary>
    private const int DigestHour = 8;

    public Task<MessagePreferences?> Find(Guid owner, CancellationToken cancellationToken) => Find(db, owner, cancellationToken);

    /// <returns>Null if the account was erased.</returns>
    public Task<MessagePreferences?> Find(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select coalesce(p.reminders_by_mail, true), coalesce(p.digest_by_mail, false),
                (select reason from mail_suppressions s where s.owner_id = u.id and s.address = u.email)
            from users u left join message_preferences p on p.owner_id = u.id where u.id = {owner}
            """,
            row => new MessagePreferences(outbox.IsConfigured, row.GetBoolean(0), row.GetBoolean(1), row.Text(2)),
            cancellationToken
        );

    /// <summary>
    /// Writes the given members. A person who turns something on after marking a mail as spam gets mails again; an address that bounced
    /// gets none until it is changed.
    /// </summary>
    public async Task<MessagePreferences?> Change(Guid owner, MessagePreferencesChange change, CancellationToken cancellationToken)
    {
        await db.InTransaction(
            async session =>
            {
                if (
                    await session.FirstOrDefault(
                        $"select time_zone from users where id = {owner}",
                        row => row.GetString(0),
                        cancellationToken
                    )
                    is not { } zone
                )
                    return;
                await Write(session, owner, change, NextDigest(clock.GetUtcNow(), zone), cancellationToken);
                if (change.MailReminders is true || change.MailDigest is true)
                    await session.Execute(
                        $"delete from mail_suppressions where owner_id = {owner} and reason = 'complained'",
                        cancellationToken
                    );
            },
            cancellationToken
        );
        return await Find(owner, cancellationToken);
    }

    /// <summary>Unsubscribes from the kind of the mail with this token.</summary>
    /// <returns>Whether there is such a mail.</returns>
    public Task<bool> Unsubscribe(string token, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var mail = await session.FirstOrDefault(
                    $"select owner_id, kind from mail_outbox where unsubscribe_hash = {MailOutbox.HashOf(token)}",
                    row => (Owner: row.GetGuid(0), Kind: MailKinds.Parse(row.GetString(1))),
                    cancellationToken
                );
                if (mail == default)
                    return false;
                var change =
                    mail.Kind == MailKind.Digest
                        ? new MessagePreferencesChange(MailDigest: false)
                        : new MessagePreferencesChange(MailReminders: false);
                await Write(session, mail.Owner, change, digestAt: null, cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>The first Monday morning after a time, in a time zone; in UTC if the zone no longer exists.</summary>
    public static DateTimeOffset NextDigest(DateTimeOffset after, string timeZone)
    {
        var zone = TimeZones.FindOrUtc(timeZone);
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        var monday = local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7)).AddHours(DigestHour);
        var next = TimeZones.ToMoment(monday, zone, out _);
        return next > after ? next : TimeZones.ToMoment(monday.AddDays(7), zone, out _);
    }

    private static Task<int> Write(
        DatabaseSession session,
        Guid owner,
        MessagePreferencesChange change,
        DateTimeOffset? digestAt,
        CancellationToken cancellationToken
    ) =>
        session.Execute(
            $"""
            insert into message_preferences as p (owner_id, reminders_by_mail, digest_by_mail, digest_at)
            values ({owner}, {change.MailReminders ?? true}, {change.MailDigest ?? false}, {(change.MailDigest is true ? digestAt : null)})
            on conflict (owner_id) do update set
                reminders_by_mail = case when {change.MailReminders is null} then p.reminders_by_mail else excluded.reminders_by_mail end,
                digest_by_mail = case when {change.MailDigest is null} then p.digest_by_mail else excluded.digest_by_mail end,
                digest_at = case when {change.MailDigest is null} then p.digest_at
                                 when not excluded.digest_by_mail then null
                                 else coalesce(p.digest_at, excluded.digest_at) end,
                updated_at = now()
            """,
            cancellationToken
        );
}
