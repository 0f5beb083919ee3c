using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// Sends the messages of the outbox to WhatsApp: see <see cref="OutboxDelivery"/>. The API has no idempotency key. Each message carries
/// its id, which WhatsApp's events contain. If it is unknown whether WhatsApp has a message, the message waits for these events.
/// </summary>
public sealed class WhatsAppDelivery(
    Database db,
    WhatsAppProvider provider,
    WhatsAppNumbers numbers,
    FieldEncryption encryption,
    WhatsAppCounts counts,
    TimeProvider clock,
    ILogger<WhatsAppDelivery> logger
) : OutboxDelivery(db, encryption, clock, logger)
{
    protected override Sql Table { get; } = Sql.Of($"whatsapp_outbox");

    protected override string[] Kinds => WhatsAppKinds.Names;

    protected override string Field => WhatsAppOutbox.MessageField;

    protected override string ProviderName => WhatsAppProvider.ServiceName;

    protected override TimeSpan WaitForEvents => WhatsAppProvider.WaitForEvents;

    /// <summary>A report may say that it must be sent again: <see cref="WhatsAppEventStore"/>.</summary>
    protected override bool KeepsSentText => true;

    /// <summary>
    /// Sends nothing to a number that was removed, replaced or switched off in the meantime. The row stays locked until WhatsApp has
    /// answered: a request that removes the number waits for that, and nothing is sent afterwards.
    /// </summary>
    protected override async Task<MailAnswer?> Send(
        TransactionSession session,
        ClaimedMessage message,
        ReadOnlyMemory<byte> text,
        CancellationToken cancellationToken
    ) =>
        await numbers.Recipient(session, message, cancellationToken) is { } to
            ? await provider.Send(
                message.Id,
                to,
                JsonSerializer.Deserialize(text.Span, WhatsAppRecords.Default.WhatsAppMessage)!,
                cancellationToken
            )
            : null;

    protected override void Count(string kind, MailStatus status) => counts.Count(kind, status.Name());

    protected override Task AfterRefusal(
        TransactionSession session,
        ClaimedMessage message,
        MailAnswer.Refused answer,
        CancellationToken cancellationToken
    ) => answer.IsForEver ? numbers.MarkUndeliverable(session, message.Id, cancellationToken) : Task.CompletedTask;
}
