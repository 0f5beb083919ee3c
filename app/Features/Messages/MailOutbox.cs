using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Messages;

/// <summary>The outbox in which features store mails for the worker to send.</summary>
public sealed class MailOutbox(AppOptions options, FieldEncryption encryption, TimeProvider clock)
{
    /// <summary>The encryption context of <c>message_cipher</c>, together with the owner.</summary>
    public const string MessageField = "mail_outbox.message";

    /// <summary>Size of an unsubscribe token, in bytes; too long to guess.</summary>
    private const int TokenSize = 24;

    /// <summary>Whether mails can be sent. If not, a feature that needs them answers <see cref="MessageProblems.NoMail"/>.</summary>
    public bool IsConfigured => options.Mail is not null;

    /// <summary>Adds a mail in the caller's transaction: it is sent after the commit, and never after a rollback.</summary>
    /// <returns>False if mail is not set up: then nothing is stored.</returns>
    public async Task<bool> Enqueue(DatabaseSession session, MailMessage message, CancellationToken cancellationToken)
    {
        if (!IsConfigured)
            return false;
        var token = message.Kind.IsSubscription() ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize)) : null;
        var rendered = MailRendering.Render(
            message,
            token is null ? null : new Uri(options.PublicUrl, $"{MessageEndpoints.UnsubscribePath}?token={token}"),
            // The token is in the fragment (after #), which no server in between gets.
            token is null
                ? null
                : new Uri(options.FrontendUrl, $"/unsubscribe#token={token}")
        );
        var bytes = JsonSerializer.SerializeToUtf8Bytes(rendered, MessageRecords.Default.RenderedMail);
        await session.Execute(
            $"""
            insert into mail_outbox (id, owner_id, kind, message_cipher, unsubscribe_hash, run_at, expires_at)
            values ({Guid.CreateVersion7()}, {message.Owner}, {message.Kind.Name()},
                {encryption.Encrypt(bytes, message.Owner, MessageField)}, {(token is null ? null : HashOf(token))},
                {clock.GetUtcNow()}, {message.ExpiresAt})
            """,
            cancellationToken
        );
        return true;
    }

    /// <summary>The stored form of an unsubscribe token.</summary>
    internal static byte[] HashOf(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
}
