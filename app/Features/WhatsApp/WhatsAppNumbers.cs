using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The outcome of turning reminders on or off.</summary>
public enum ChannelChangeOutcome
{
    Changed,
    NoNumber,
    NotVerified,
}

/// <summary>The phone numbers for WhatsApp reminders.</summary>
public sealed class WhatsAppNumbers(Database db, FieldEncryption encryption, WhatsAppOutbox outbox, MailOutbox mails, TimeProvider clock)
{
    /// <summary>The encryption context of <c>number_cipher</c>, together with the owner.</summary>
    public const string NumberField = "whatsapp_numbers.number";

    /// <summary>Maximum number of hashes per phone number: more than a person has ids, under two keys.</summary>
    private const int MaxPersonHashes = 8;

    public Task<WhatsAppChannel> Find(Guid owner, CancellationToken cancellationToken) => Find(db, owner, cancellationToken);

    public async Task<WhatsAppChannel> Find(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        await session.FirstOrDefault(
            $"select number_cipher, verified_at is not null, reminders, problem from whatsapp_numbers where owner_id = {owner}",
            row => new WhatsAppChannel(
                outbox.IsConfigured,
                encryption.Decrypt(row.Bytes(0), owner, NumberField),
                row.GetBoolean(1),
                row.GetBoolean(2),
                row.Text(3)
            ),
            cancellationToken
        ) ?? new WhatsAppChannel(outbox.IsConfigured, Number: null, Verified: false, Reminders: false, Problem: null);

    /// <summary>Turns reminders on or off. Turning them on also clears a stop by a message's button.</summary>
    public async Task<ChannelChangeOutcome> Change(Guid owner, bool reminders, CancellationToken cancellationToken)
    {
        var changed = await db.Execute(
            $"""
            update whatsapp_numbers set reminders = {reminders}, updated_at = {clock.GetUtcNow()},
                problem = case when {reminders} then null else problem end
            where owner_id = {owner} and (verified_at is not null or not {reminders})
            """,
            cancellationToken
        );
        if (changed == 1)
            return ChannelChangeOutcome.Changed;
        var hasNumber = await db.FirstOrDefault(
            $"select exists (select from whatsapp_numbers where owner_id = {owner})",
            row => row.GetBoolean(0),
            cancellationToken
        );
        return hasNumber ? ChannelChangeOutcome.NotVerified : ChannelChangeOutcome.NoNumber;
    }

    /// <summary>Removes the number and the unsent messages to it. If there is no number, nothing happens.</summary>
    public Task Remove(Guid owner, CancellationToken cancellationToken) =>
        db.InTransaction(session => Remove(session, owner, cancellationToken), cancellationToken);

    internal static async Task Remove(TransactionSession session, Guid owner, CancellationToken cancellationToken)
    {
        // Same lock order as the worker. A message that is added in between has no number when the worker sends it.
        await session.Execute($"delete from whatsapp_outbox where owner_id = {owner} and status = 'queued'", cancellationToken);
        await session.Execute(
            $"update whatsapp_outbox set message_cipher = null where owner_id = {owner} and message_cipher is not null",
            cancellationToken
        );
        await session.Execute($"delete from whatsapp_numbers where owner_id = {owner}", cancellationToken);
    }

    /// <returns>The number to send a message to; null if it must no longer be sent.</returns>
    /// <exception cref="UnknownKeyException">The number is encrypted with a key that this process was not given.</exception>
    internal async Task<string?> Recipient(TransactionSession session, ClaimedMessage message, CancellationToken cancellationToken)
    {
        var cipher = await session.FirstOrDefault(
            $"""
            select n.number_cipher from whatsapp_outbox o
            join whatsapp_numbers n on n.owner_id = o.owner_id and n.id = o.number_id
            where o.owner_id = {message.Owner} and o.id = {message.Id}
                and (case o.kind when 'code' then n.code_hash is not null and n.verified_at is null
                                 when 'stopped' then n.problem = 'stopped'
                                 else n.reminders end)
            """,
            row => row.Bytes(0),
            cancellationToken
        );
        try
        {
            return encryption.Decrypt(cipher, message.Owner, NumberField);
        }
        catch (CryptographicException exception) when (exception is not UnknownKeyException)
        {
            // Verify and key rotation report the row; here, the message cannot be sent.
            return null;
        }
    }

    /// <summary>
    /// Switches off the number of a message because WhatsApp cannot deliver to it, and tells the owner by mail. If the number was never
    /// verified, no mail is sent: the owner is waiting for the code and sees the problem in the settings.
    /// </summary>
    internal async Task MarkUndeliverable(TransactionSession session, Guid message, CancellationToken cancellationToken)
    {
        var owner = await session.FirstOrDefault(
            $"""
            with off as (
                update whatsapp_numbers n set problem = 'undeliverable', reminders = false, verified_at = null, code_hash = null,
                    code_expires_at = null
                from whatsapp_outbox o, whatsapp_numbers before
                where o.id = {message} and n.id = o.number_id and n.owner_id = o.owner_id and before.id = n.id
                    and n.problem is distinct from 'undeliverable'
                returning n.owner_id, before.verified_at is not null as was_verified)
            select owner_id from off where was_verified
            """,
            row => row.Uuid(0),
            cancellationToken
        );
        if (owner is { } told)
            await Tell(
                session,
                told,
                "WhatsApp messages do not arrive",
                [
                    "WhatsApp could not deliver a message to your phone number, so reminders are no longer sent to it.",
                    "Your reminders are still in your list. To get them by WhatsApp again, enter and verify a number in the settings.",
                ],
                cancellationToken
            );
    }

    /// <summary>
    /// A person pressed "stop" in a message, or wrote it: reminders are turned off for the number of that message, and for the person's
    /// number in every account. One message confirms that. Reminders that were turned on later stay on.
    /// </summary>
    /// <param name="stop">The event; its time is in whole seconds.</param>
    /// <returns>How many of our numbers the event was about, including those that were off before.</returns>
    internal async Task<int> Stop(TransactionSession session, WhatsAppEvent stop, CancellationToken cancellationToken)
    {
        byte[][] people = [.. stop.People.SelectMany(PersonHashes)];
        Guid[] found =
        [
            .. await session.Query(
                $"""
                select number_id from whatsapp_outbox
                where {(stop.Message is { } message ? Sql.Of($"id = {message}") : Sql.Of($"provider_id = {stop.ProviderId}"))}
                union select id from whatsapp_numbers where person_hashes && {people}
                """,
                row => row.GetGuid(0),
                cancellationToken
            ),
        ];
        var stopped = await session.Query(
            $"""
            update whatsapp_numbers set problem = 'stopped', reminders = false
            where id = any({found}) and reminders and date_trunc('second', updated_at) <= {stop.At} returning id, owner_id
            """,
            row => (Number: row.GetGuid(0), Owner: row.GetGuid(1)),
            cancellationToken
        );
        var confirmation = WhatsAppMessage.Stopped(stop.At);
        // Several accounts can have the same number; it gets one confirmation.
        if (stopped is [var (number, owner), ..] && confirmation.ExpiresAt > clock.GetUtcNow())
            await outbox.Enqueue(session, owner, number, confirmation, cancellationToken);
        return found.Length;
    }

    /// <summary>
    /// Stores hashes of the person's WhatsApp ids, so that <see cref="Stop"/> finds the number. The newest key is used; after a key
    /// rotation the next event of a message adds the hash under the new key, and until the next rotation the previous key is also tried.
    /// </summary>
    internal async Task Know(TransactionSession session, Guid number, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        if (people.Count == 0)
            return;
        byte[][] hashes = [.. people.Select(person => PersonHashes(person)[0])];
        await session.Execute(
            $"""
            update whatsapp_numbers set person_hashes = ({hashes} || person_hashes)[1:{MaxPersonHashes}]
            where id = {number} and not person_hashes @> {hashes}
            """,
            cancellationToken
        );
    }

    /// <summary>The keyed hashes of a person's id, one per key, newest key first. They are the same for all accounts.</summary>
    /// <param name="person">The digits of a phone number, or another id of WhatsApp.</param>
    internal IReadOnlyList<byte[]> PersonHashes(string person) => encryption.Fingerprints($"whatsapp person {person}", Guid.Empty);

    /// <summary>Sends the owner a mail, if mail is set up and the address is verified.</summary>
    internal async Task Tell(
        TransactionSession session,
        Guid owner,
        string subject,
        IReadOnlyList<string> paragraphs,
        CancellationToken cancellationToken
    )
    {
        if (
            mails.IsConfigured
            && await session.FirstOrDefault(
                $"select email from users where id = {owner} and email_verified_at is not null",
                row => row.GetString(0),
                cancellationToken
            )
                is { } email
        )
            await mails.Enqueue(session, MailMessages.Notice(owner, email, subject, paragraphs, clock.GetUtcNow()), cancellationToken);
    }
}
