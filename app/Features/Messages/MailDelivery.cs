using System.Security.Cryptography;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.OutsideServices;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Messages;

/// <summary>
/// The worker's part: gives the outbox's mails to the provider. Each is claimed in two steps. The first writes down that the provider is
/// about to be asked; the second locks the row while it is asked and writes down what came of it. A worker that is killed in between
/// leaves a row that says so: it is sent again under the same idempotency key, or, where the provider has none, only after its events had
/// time to tell that it has the mail.
/// </summary>
public sealed partial class MailDelivery(
    Database db,
    IMailProvider provider,
    FieldEncryption encryption,
    MailCounts counts,
    TimeProvider clock,
    ILogger<MailDelivery> logger
) : IWorkSource
{
    /// <summary>The pause between two attempts doubles up to this.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(30);

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = await db.FirstOrDefault(
            $"""
            update mail_outbox set sending_since = {now}, attempts = attempts + 1 where id =
                (select id from mail_outbox where status = 'queued' and run_at <= {now}
                    and (sending_since is null or sending_since <= {now - provider.WaitAfterCrash})
                 order by run_at, id limit 1 for update skip locked)
            returning id
            """,
            row => row.Uuid(0),
            cancellationToken
        );
        if (id is not { } claimed)
            return false;
        await db.InTransaction(session => SendOrLeave(session, claimed, cancellationToken), cancellationToken);
        return true;
    }

    private async Task SendOrLeave(TransactionSession session, Guid id, CancellationToken cancellationToken)
    {
        var mail = await session.FirstOrDefault(
            $"""
            select owner_id, kind, message_cipher, attempts, expires_at from mail_outbox
            where id = {id} and status = 'queued' for update skip locked
            """,
            row => new Claimed(id, row.GetGuid(0), MailKinds.Parse(row.GetString(1)), row.Bytes(2)!, row.GetInt32(3), row.Time(4)),
            cancellationToken
        );
        // Another worker has it, or its account was erased.
        if (mail is null)
            return;
        if (mail.ExpiresAt <= clock.GetUtcNow())
        {
            await Finish(session, mail, MailStatus.Expired, providerId: null, reason: null, cancellationToken);
            return;
        }
        RenderedMail rendered;
        try
        {
            rendered = JsonSerializer.Deserialize(
                encryption.DecryptBytes(mail.Cipher, mail.Owner, MailOutbox.MessageField),
                MessageRecords.Default.RenderedMail
            )!;
        }
        catch (CryptographicException exception)
        {
            LogUnreadable(logger, mail.Id, exception);
            await Finish(session, mail, MailStatus.Failed, providerId: null, "unreadable", cancellationToken);
            return;
        }
        if (await IsSuppressed(session, mail, rendered.To, cancellationToken))
            await Finish(session, mail, MailStatus.Suppressed, providerId: null, reason: null, cancellationToken);
        else
            await Record(session, mail, await Ask(mail.Id, rendered, cancellationToken), cancellationToken);
    }

    private async Task<MailAnswer> Ask(Guid id, RenderedMail mail, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.Send(id, mail, cancellationToken);
        }
        catch (OutsideServiceException exception)
        {
            return new MailAnswer.Later(exception.Outcome.ToString(), exception.RetryAfter);
        }
    }

    private async Task Record(TransactionSession session, Claimed mail, MailAnswer answer, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case MailAnswer.Accepted accepted:
                await Finish(session, mail, MailStatus.Sent, accepted.ProviderId, reason: null, cancellationToken);
                break;
            case MailAnswer.Refused refused:
                LogRefused(logger, mail.Id, mail.Kind, provider.Name, refused.Reason);
                await Finish(session, mail, MailStatus.Failed, providerId: null, refused.Reason, cancellationToken);
                break;
            case MailAnswer.Later later:
                LogLater(logger, mail.Id, mail.Kind, provider.Name, later.Reason, mail.Attempts);
                var pause = later.RetryAfter ?? TimeSpan.Zero;
                var backOff = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(mail.Attempts + 1, 12)));
                pause = pause > backOff ? pause : backOff;
                await session.Execute(
                    $"""
                    update mail_outbox set sending_since = null, last_error = {Short(later.Reason)},
                        run_at = {clock.GetUtcNow() + (pause < MaxPause ? pause : MaxPause)}
                    where id = {mail.Id}
                    """,
                    cancellationToken
                );
                break;
        }
    }

    private async Task Finish(
        TransactionSession session,
        Claimed mail,
        MailStatus status,
        string? providerId,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        await session.Execute(
            $"""
            update mail_outbox set status = {status.Name()}, message_cipher = null, sending_since = null, provider_id = {providerId},
                last_error = {Short(reason)}, finished_at = {clock.GetUtcNow()}
            where id = {mail.Id}
            """,
            cancellationToken
        );
        counts.Finished(mail.Kind, status);
    }

    /// <summary>
    /// A bounced address gets nothing. Whoever called a mail spam still gets what they ask for, as a link to set a new password.
    /// </summary>
    private static Task<bool> IsSuppressed(TransactionSession session, Claimed mail, string address, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select exists (select from mail_suppressions where owner_id = {mail.Owner} and address = {address}
                and (reason = 'bounced' or {mail.Kind.IsSubscription() || mail.Kind == MailKind.Notice}))
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );

    private static string? Short(string? reason) => reason is { Length: > 100 } ? reason[..100] : reason;

    [LoggerMessage(LogLevel.Warning, "Mail {Mail} ({Kind}): {Provider} does not take it now: {Reason}, attempt {Attempt}")]
    private static partial void LogLater(ILogger logger, Guid mail, MailKind kind, string provider, string reason, int attempt);

    [LoggerMessage(LogLevel.Error, "Mail {Mail} ({Kind}): {Provider} refuses it: {Reason}")]
    private static partial void LogRefused(ILogger logger, Guid mail, MailKind kind, string provider, string reason);

    [LoggerMessage(LogLevel.Error, "Mail {Mail} cannot be decrypted")]
    private static partial void LogUnreadable(ILogger logger, Guid mail, Exception exception);

    private sealed record Claimed(Guid Id, Guid Owner, MailKind Kind, byte[] Cipher, int Attempts, DateTimeOffset ExpiresAt);
}
