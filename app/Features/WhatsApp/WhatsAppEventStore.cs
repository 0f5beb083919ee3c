using PmCrm.App.Data;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// Records WhatsApp's events. An event that is repeated, or that arrives after a later one of the same message, changes nothing.
/// </summary>
public sealed class WhatsAppEventStore(Database db, WhatsAppNumbers numbers, WhatsAppCounts counts)
{
    /// <summary>Maximum length of a stored WhatsApp message id, in characters.</summary>
    private const int MaxProviderId = 200;

    /// <returns>The number of events that were about our messages.</returns>
    public Task<int> Record(IReadOnlyList<WhatsAppEvent> events, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var ours = 0;
                foreach (var one in events)
                    if (await Find(session, one, cancellationToken) is { } message)
                    {
                        ours++;
                        await Record(session, message, one, cancellationToken);
                    }
                return ours;
            },
            cancellationToken
        );

    private async Task Record(TransactionSession session, Guid message, WhatsAppEvent one, CancellationToken cancellationToken)
    {
        if (one.Kind == WhatsAppEventKind.Stopped)
        {
            await WhatsAppNumbers.Stop(session, message, one.At, cancellationToken);
            return;
        }
        var (status, before) = one.Kind switch
        {
            WhatsAppEventKind.Sent => ("sent", Sql.Of($"status = 'queued'")),
            WhatsAppEventKind.Delivered => ("delivered", Sql.Of($"status in ('queued', 'sent')")),
            WhatsAppEventKind.Read => ("read", Sql.Of($"status in ('queued', 'sent', 'delivered')")),
            _ => ("failed", Sql.Of($"status in ('queued', 'sent')")),
        };
        var kind = await session.FirstOrDefault(
            $"""
            update whatsapp_outbox set status = {status}, message_cipher = null, sending_since = null,
                provider_id = coalesce(provider_id, {one.ProviderId}), finished_at = coalesce(finished_at, now()),
                last_error = {one.Error?.ToString(System.Globalization.CultureInfo.InvariantCulture)}
            where id = {message} and {before} returning kind
            """,
            row => row.GetString(0),
            cancellationToken
        );
        if (kind is null)
            return;
        counts.Count(kind, status);
        if (one.Error is { } error && WhatsAppErrors.IsUndeliverable(error))
            await numbers.MarkUndeliverable(session, message, cancellationToken);
    }

    /// <summary>
    /// Finds the message by the id that was sent with it. If the event does not contain that id (the documentation does not promise it for
    /// failures), by WhatsApp's id of the message.
    /// </summary>
    private static Task<Guid?> Find(TransactionSession session, WhatsAppEvent one, CancellationToken cancellationToken) =>
        one.ProviderId is { Length: > MaxProviderId }
            ? Task.FromResult<Guid?>(null)
            : session.FirstOrDefault(
                one.Message is { } id
                    ? $"select id from whatsapp_outbox where id = {id}"
                    : (Sql)$"select id from whatsapp_outbox where provider_id = {one.ProviderId}",
                row => row.Uuid(0),
                cancellationToken
            );
}
