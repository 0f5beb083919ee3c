using System.Globalization;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// Records WhatsApp's events. An event that is repeated, or that arrives after a later one of the same message, changes nothing. If a
/// message was not delivered because of the sender (<see cref="WhatsAppErrors.IsSenders"/>), it is sent again.
/// </summary>
public sealed partial class WhatsAppEventStore(
    Database db,
    WhatsAppNumbers numbers,
    WhatsAppCounts counts,
    TimeProvider clock,
    ILogger<WhatsAppEventStore> logger
)
{
    /// <summary>Maximum length of a stored WhatsApp message id, in characters.</summary>
    private const int MaxProviderId = 200;

    /// <returns>The number of events that were about our messages, and of numbers that were to be stopped.</returns>
    public Task<int> Record(IReadOnlyList<WhatsAppEvent> events, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var ours = 0;
                foreach (var one in events)
                    if (one.Kind == WhatsAppEventKind.Stopped)
                        ours += await numbers.Stop(session, one, cancellationToken);
                    else if (await Find(session, one, cancellationToken) is { } message)
                    {
                        ours++;
                        await numbers.Know(session, message.Number, one.People, cancellationToken);
                        await Record(session, message, one, cancellationToken);
                    }
                return ours;
            },
            cancellationToken
        );

    private async Task Record(TransactionSession session, Sent message, WhatsAppEvent one, CancellationToken cancellationToken)
    {
        // An event of the previous attempt; the message is already queued again.
        if (message.IsQueued && message.ProviderId is { } before && before == one.ProviderId)
            return;
        if (one is { Kind: WhatsAppEventKind.Failed, Error: { } code } && WhatsAppErrors.IsSenders(code))
        {
            if (message.IsQueued || (message.IsSent && message.ProviderId != one.ProviderId))
                return;
            if (message.CanBeSentAgain(clock.GetUtcNow()))
            {
                await SendAgain(session, message, code, cancellationToken);
                return;
            }
        }
        await RecordStatus(session, message, one, cancellationToken);
    }

    private async Task RecordStatus(TransactionSession session, Sent message, WhatsAppEvent one, CancellationToken cancellationToken)
    {
        var (status, before) = one.Kind switch
        {
            WhatsAppEventKind.Sent => ("sent", Sql.Of($"status = 'queued'")),
            WhatsAppEventKind.Delivered => ("delivered", Sql.Of($"status in ('queued', 'sent')")),
            WhatsAppEventKind.Read => ("read", Sql.Of($"status in ('queued', 'sent', 'delivered')")),
            _ => ("failed", Sql.Of($"status in ('queued', 'sent')")),
        };
        var changed = await session.Execute(
            $"""
            update whatsapp_outbox set status = {status}, sending_since = null, finished_at = coalesce(finished_at, now()),
                message_cipher = case when {one.Kind == WhatsAppEventKind.Sent} then message_cipher end,
                provider_id = case when status = 'queued' or provider_id is null then {one.ProviderId} else provider_id end,
                last_error = {one.Error?.ToString(CultureInfo.InvariantCulture)}
            where id = {message.Id} and {before}
            """,
            cancellationToken
        );
        if (changed == 0)
            return;
        counts.Count(message.Kind, status);
        if (one.Error is { } error && WhatsAppErrors.IsUndeliverable(error))
            await numbers.MarkUndeliverable(session, message.Id, cancellationToken);
    }

    /// <summary>
    /// Queues the message again. WhatsApp's id of the failed attempt stays, so that later events of that attempt are ignored.
    /// </summary>
    private async Task SendAgain(TransactionSession session, Sent message, int code, CancellationToken cancellationToken)
    {
        await session.Execute(
            $"""
            update whatsapp_outbox set status = 'queued', finished_at = null, sending_since = null,
                run_at = {clock.GetUtcNow() + BackOff.After(message.Attempts + 1, OutboxDelivery.MaxPause)},
                last_error = {code.ToString(CultureInfo.InvariantCulture)}
            where id = {message.Id}
            """,
            cancellationToken
        );
        LogSentAgain(logger, message.Id, message.Kind, code);
    }

    /// <summary>
    /// Finds the message by the id that was sent with it. If the event does not contain that id (the documentation does not promise it
    /// for failures), by WhatsApp's id of the message.
    /// </summary>
    private static Task<Sent?> Find(TransactionSession session, WhatsAppEvent one, CancellationToken cancellationToken) =>
        one.ProviderId is { Length: > MaxProviderId }
            ? Task.FromResult<Sent?>(null)
            : session.FirstOrDefault(
                $"""
                select id, number_id, kind, status, attempts, provider_id, message_cipher is not null, expires_at from whatsapp_outbox
                where {(one.Message is { } id ? Sql.Of($"id = {id}") : Sql.Of($"provider_id = {one.ProviderId}"))} for update
                """,
                row => new Sent(
                    row.GetGuid(0),
                    row.GetGuid(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetInt32(4),
                    row.Text(5),
                    row.GetBoolean(6),
                    row.Time(7)
                ),
                cancellationToken
            );

    [LoggerMessage(LogLevel.Warning, "Message {Message} ({Kind}): whatsapp could not deliver it: {Code}. It is sent again")]
    private static partial void LogSentAgain(ILogger logger, Guid message, string kind, int code);

    /// <summary>A message that an event is about.</summary>
    private sealed record Sent(
        Guid Id,
        Guid Number,
        string Kind,
        string Status,
        int Attempts,
        string? ProviderId,
        bool HasText,
        DateTimeOffset ExpiresAt
    )
    {
        public bool IsQueued => Status == "queued";

        public bool IsSent => Status == "sent";

        public bool CanBeSentAgain(DateTimeOffset now) => IsSent && HasText && ExpiresAt > now;
    }
}
