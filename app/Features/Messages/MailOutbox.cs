using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Messages;

/// <summary>Where a feature leaves a mail for the worker to send.</summary>
public sealed class MailOutbox(AppOptions options, FieldEncryption encryption, TimeProvider clock)
{
    /// <summary>What <c>message_cipher</c> is encrypted for, beside the owner.</summary>
    public const string MessageField = "mail_outbox.message";

    /// <summary>Size of an unsubscribe token, in bytes; too long to guess.</summary>
    private const int TokenSize = 24;

    /// <summary>Whether mails can be sent. A feature that needs them answers <see cref="MessageProblems.NoMail"/> where not.</summary>
    public bool IsConfigured => options.Mail is not null;

    /// <summary>
    /// Leaves a mail in the caller's transaction: it is sent once that is committed, and never if it is not.
    /// </summary>
    /// <returns>False where there is no mail: nothing is kept that cannot be sent.</returns>
    public async Task<bool> Enqueue(DatabaseSession session, MailMessage message, CancellationToken cancellationToken)
    {
        if (!IsConfigured)
            return false;
        var token = message.Kind.IsSubscription() ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize)) : null;
        var rendered = MailRendering.Render(
            message,
            token is null ? null : new Uri(options.PublicUrl, $"{MessageEndpoints.UnsubscribePath}?token={token}"),
            // After #: no server on the way sees it.
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

    /// <summary>What is kept of an unsubscribe token.</summary>
    internal static byte[] HashOf(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
}
