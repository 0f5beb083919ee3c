using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The outbox in which features store WhatsApp messages for the worker to send.</summary>
public sealed class WhatsAppOutbox(AppOptions options, FieldEncryption encryption, TimeProvider clock)
{
    /// <summary>The encryption context of <c>message_cipher</c>, together with the owner.</summary>
    public const string MessageField = "whatsapp_outbox.message";

    /// <summary>Whether messages can be sent by WhatsApp.</summary>
    public bool IsConfigured => options.WhatsApp is not null;

    /// <summary>Adds a message in the caller's transaction: it is sent after the commit, and never after a rollback.</summary>
    /// <param name="number">The id of the recipient's row in <c>whatsapp_numbers</c>.</param>
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
