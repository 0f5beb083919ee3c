using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>Where a feature leaves a message by WhatsApp for the worker to send.</summary>
public sealed class WhatsAppOutbox(AppOptions options, FieldEncryption encryption, TimeProvider clock)
{
    /// <summary>What <c>message_cipher</c> is encrypted for, beside the owner.</summary>
    public const string MessageField = "whatsapp_outbox.message";

    /// <summary>Whether messages can be sent by WhatsApp.</summary>
    public bool IsConfigured => options.WhatsApp is not null;

    /// <summary>Leaves a message in the caller's transaction: it is sent once that is committed, and never if it is not.</summary>
    /// <param name="number">The row of <c>whatsapp_numbers</c> that it is for.</param>
    public Task Enqueue(DatabaseSession session, Guid owner, Guid number, WhatsAppMessage message, CancellationToken cancellationToken) =>
        session.Execute(
            $"""
            insert into whatsapp_outbox (id, owner_id, number_id, kind, message_cipher, run_at, expires_at, created_at)
            values ({Guid.CreateVersion7()}, {owner}, {number}, {message.Kind.Name()},
                {encryption.Encrypt(
                JsonSerializer.SerializeToUtf8Bytes(message, WhatsAppRecords.Default.WhatsAppMessage),
                owner,
                MessageField
            )},
                {clock.GetUtcNow()}, {message.ExpiresAt}, {clock.GetUtcNow()})
            """,
            cancellationToken
        );
}
