using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.WhatsApp;

namespace PmCrm.App.Features.Reminders;

/// <summary>
/// Messages about due reminders, by mail and WhatsApp as the owner chose. They contain the title and the contact's name, but not the note
/// or other data. They are sent only to a verified address or number, because anybody can enter somebody else's.
/// </summary>
public sealed class ReminderMessages(MailOutbox mails, WhatsAppOutbox whatsApp, AppOptions options, TimeProvider clock)
{
    /// <summary>Adds the messages that the owner wants, in the transaction that delivers the reminder.</summary>
    public async Task Leave(TransactionSession session, Guid owner, Reminder reminder, CancellationToken cancellationToken)
    {
        if (!mails.IsConfigured && !whatsApp.IsConfigured)
            return;
        var to = await session.FirstOrDefault(
            $"""
            select case when u.email_verified_at is not null and coalesce(p.reminders_by_mail, true) then u.email end,
                (select id from whatsapp_numbers n where n.owner_id = u.id and n.reminders),
                (select name from contacts c where c.owner_id = u.id and c.id = {reminder.ContactId})
            from users u left join message_preferences p on p.owner_id = u.id
            where u.id = {owner}
            """,
            row => (Address: row.Text(0), Number: row.Uuid(1), Contact: row.Text(2)),
            cancellationToken
        );
        var zone = Http.TimeZones.FindOrUtc(reminder.TimeZone);
        var (now, due) = (clock.GetUtcNow(), TimeZoneInfo.ConvertTime(reminder.NextAt ?? clock.GetUtcNow(), zone));
        if (mails.IsConfigured && to.Address is { } address)
            await mails.Enqueue(
                session,
                MailMessages.Reminder(
                    owner,
                    address,
                    reminder.Title,
                    to.Contact,
                    due,
                    zone.Id,
                    new Uri(options.FrontendUrl, $"/reminders/{reminder.Id}"),
                    now
                ),
                cancellationToken
            );
        if (whatsApp.IsConfigured && to.Number is { } number)
            await whatsApp.Enqueue(
                session,
                owner,
                number,
                WhatsAppMessage.Reminder(reminder.Title, to.Contact, due, zone.Id, now),
                cancellationToken
            );
    }
}
