using PmCrm.App.Data;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// Writes down what WhatsApp reports. An event that comes twice, or after a later one of its message, changes nothing.
/// </summary>
public sealed class WhatsAppEventStore(Database db, WhatsAppNumbers numbers, WhatsAppCounts counts)
{
    /// <summary>Longest name of a message that is kept.</summary>
    private const int MaxProviderId = 200;

    /// <returns>How many of the events were about messages of ours.</returns>
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

    /// <summary>By the id that was sent with it; a report without one (of a failure, the documentation promises none) by WhatsApp's name of
    /// it.</summary>
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
