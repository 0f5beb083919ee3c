using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;

namespace PmCrm.App.Features.Reminders;

/// <summary>
/// Messages about reminders that come due. They have the title and the contact's name; neither the note nor anything else that was
/// written down. Only a verified address gets one: anybody can register somebody else's.
/// </summary>
public sealed class ReminderMessages(MailOutbox outbox, AppOptions options, TimeProvider clock)
{
    /// <summary>Leaves what the owner wants to get, in the transaction that delivers the reminder.</summary>
    public async Task Leave(TransactionSession session, Guid owner, Reminder reminder, CancellationToken cancellationToken)
    {
        if (!outbox.IsConfigured)
            return;
        var to = await session.FirstOrDefault(
            $"""
            select u.email, (select name from contacts c where c.owner_id = u.id and c.id = {reminder.ContactId})
            from users u left join message_preferences p on p.owner_id = u.id
            where u.id = {owner} and u.email_verified_at is not null and coalesce(p.reminders_by_mail, true)
            """,
            row => (Address: row.GetString(0), Contact: row.Text(1)),
            cancellationToken
        );
        if (to == default)
            return;
        var due = reminder.NextAt ?? clock.GetUtcNow();
        var zone = Http.TimeZones.TryFind(reminder.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        await outbox.Enqueue(
            session,
            MailMessages.Reminder(
                owner,
                to.Address,
                reminder.Title,
                to.Contact,
                TimeZoneInfo.ConvertTime(due, zone),
                zone.Id,
                new Uri(options.FrontendUrl, $"/reminders/{reminder.Id}"),
                clock.GetUtcNow()
            ),
            cancellationToken
        );
    }
}
