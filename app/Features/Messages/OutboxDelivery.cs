using System.Security.Cryptography;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.OutsideServices;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Messages;

/// <summary>A message that this worker has locked while it calls the provider.</summary>
/// <param name="Kind">The message's kind, as in the outbox and in metrics.</param>
public sealed record ClaimedMessage(Guid Id, Guid Owner, string Kind, byte[] Cipher, int Attempts, DateTimeOffset ExpiresAt);

/// <summary>
/// Sends the messages of one outbox to its provider; runs in the worker. Each message is claimed in two steps. The first records that the
/// provider is about to be called; the second locks the row during the call and records the outcome. A worker that is killed in between
/// leaves the row marked. Then the message is sent again with the same idempotency key or, if the provider has none, only after its
/// events had time to arrive.
/// </summary>
public abstract partial class OutboxDelivery(Database db, FieldEncryption encryption, TimeProvider clock, ILogger logger) : IWorkSource
{
    /// <summary>The pause between two attempts doubles up to this maximum.</summary>
    internal static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(30);

    /// <summary>The reason where a message cannot be decrypted because this worker does not have the key.</summary>
    internal const string KeyMissing = "key-missing";

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    /// <summary>The outbox: a table with the columns of <c>mail_outbox</c> that this class names.</summary>
    protected abstract Sql Table { get; }

    /// <summary>The names of the kinds that this version knows. Messages of other kinds are left to a newer worker.</summary>
    protected abstract string[] Kinds { get; }

    /// <summary>The encryption context of the outbox's <c>message_cipher</c>, together with the owner.</summary>
    protected abstract string Field { get; }

    /// <summary>The provider's name, for logs.</summary>
    protected abstract string ProviderName { get; }

    /// <summary>
    /// How long a message waits before it is sent again if it is unknown whether the provider has it: its worker was killed during the
    /// call, or the answer did not arrive. Zero if the provider honors an idempotency key; otherwise long enough for the provider's
    /// events to arrive.
    /// </summary>
    protected abstract TimeSpan WaitForEvents { get; }

    /// <summary>Whether the text of a sent message is kept until an event reports its delivery, or until it expires.</summary>
    protected virtual bool KeepsSentText => false;

    /// <summary>Sends the message to the provider, once.</summary>
    /// <returns>Null if the recipient must not get the message.</returns>
    /// <exception cref="OutsideServiceException">The provider did not answer.</exception>
    /// <exception cref="JsonException">A newer version wrote the text, with members that this one does not know.</exception>
    /// <exception cref="UnknownKeyException">The recipient is encrypted with a key that this worker was not given.</exception>
    protected abstract Task<MailAnswer?> Send(
        TransactionSession session,
        ClaimedMessage message,
        ReadOnlyMemory<byte> text,
        CancellationToken cancellationToken
    );

    /// <summary>Counts the outcome of a message.</summary>
    protected abstract void Count(string kind, MailStatus status);

    /// <summary>Records more when the provider will never accept a message.</summary>
    protected virtual Task AfterRefusal(
        TransactionSession session,
        ClaimedMessage message,
        MailAnswer.Refused answer,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = await db.FirstOrDefault(
            $"""
            update {Table} set sending_since = {now}, attempts = attempts + 1 where id =
                (select id from {Table} where status = 'queued' and run_at <= {now} and kind = any({Kinds})
                    and (sending_since is null or sending_since <= {now - WaitForEvents})
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
        var message = await session.FirstOrDefault(
            $"""
            select owner_id, kind, message_cipher, attempts, expires_at from {Table}
            where id = {id} and status = 'queued' for update skip locked
            """,
            row => new ClaimedMessage(id, row.GetGuid(0), row.GetString(1), row.Bytes(2)!, row.GetInt32(3), row.Time(4)),
            cancellationToken
        );
        // Another worker claimed it, or its account was erased.
        if (message is null)
            return;
        if (message.ExpiresAt <= clock.GetUtcNow())
        {
            // Had it been readable, it would have been sent.
            var (status, reason) = encryption.Knows(message.Cipher) ? (MailStatus.Expired, null) : (MailStatus.Failed, KeyMissing);
            await Finish(session, message, status, providerId: null, reason, cancellationToken);
            return;
        }
        try
        {
            var text = encryption.DecryptBytes(message.Cipher, message.Owner, Field);
            if (await Ask(session, message, text, cancellationToken) is { } answer)
                await Record(session, message, answer, cancellationToken);
            else
                await Finish(session, message, MailStatus.Suppressed, providerId: null, reason: null, cancellationToken);
        }
        catch (UnknownKeyException exception)
        {
            // A newer worker may have the key, or an operator restores it.
            LogUnreadable(logger, message.Id, message.Kind, exception);
            await Postpone(session, message, KeyMissing, TimeSpan.Zero, cancellationToken);
        }
        catch (CryptographicException exception)
        {
            LogUnreadable(logger, message.Id, message.Kind, exception);
            await Finish(session, message, MailStatus.Failed, providerId: null, "unreadable", cancellationToken);
        }
        catch (JsonException exception)
        {
            LogNewer(logger, message.Id, message.Kind, exception);
            await Postpone(session, message, "newer-version", TimeSpan.Zero, cancellationToken);
        }
    }

    private async Task<MailAnswer?> Ask(
        TransactionSession session,
        ClaimedMessage message,
        byte[] text,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Send(session, message, text, cancellationToken);
        }
        catch (OutsideServiceException exception)
        {
            return new MailAnswer.Later(
                exception.Outcome.ToString(),
                exception.MayHaveArrived && WaitForEvents > TimeSpan.Zero ? WaitForEvents : exception.RetryAfter
            );
        }
    }

    private async Task Record(TransactionSession session, ClaimedMessage message, MailAnswer answer, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case MailAnswer.Accepted accepted:
                await Finish(session, message, MailStatus.Sent, accepted.ProviderId, reason: null, cancellationToken);
                break;
            case MailAnswer.Refused refused:
                LogRefused(logger, message.Id, message.Kind, ProviderName, refused.Reason);
                await Finish(session, message, MailStatus.Failed, providerId: null, refused.Reason, cancellationToken);
                await AfterRefusal(session, message, refused, cancellationToken);
                break;
            case MailAnswer.Later later:
                LogLater(logger, message.Id, message.Kind, ProviderName, later.Reason, message.Attempts);
                await Postpone(session, message, later.Reason, later.RetryAfter ?? TimeSpan.Zero, cancellationToken);
                break;
        }
    }

    private Task<int> Postpone(
        TransactionSession session,
        ClaimedMessage message,
        string reason,
        TimeSpan minPause,
        CancellationToken cancellationToken
    )
    {
        var backOff = BackOff.After(message.Attempts + 1, MaxPause);
        var pause = minPause > backOff ? minPause : backOff;
        return session.Execute(
            $"""
            update {Table} set sending_since = null, last_error = {Short(reason)},
                run_at = {clock.GetUtcNow() + (pause < MaxPause ? pause : MaxPause)}
            where id = {message.Id}
            """,
            cancellationToken
        );
    }

    private async Task Finish(
        TransactionSession session,
        ClaimedMessage message,
        MailStatus status,
        string? providerId,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        await session.Execute(
            $"""
            update {Table} set status = {status.Name()}, sending_since = null, provider_id = {providerId},
                message_cipher = case when {KeepsSentText && status == MailStatus.Sent} then message_cipher end,
                last_error = {Short(reason)}, finished_at = {clock.GetUtcNow()}
            where id = {message.Id}
            """,
            cancellationToken
        );
        Count(message.Kind, status);
    }

    private static string? Short(string? reason) => reason is { Length: > 100 } ? reason[..100] : reason;

    [LoggerMessage(LogLevel.Warning, "Message {Message} ({Kind}): {Provider} did not accept it yet: {Reason}, attempt {Attempt}")]
    private static partial void LogLater(ILogger logger, Guid message, string kind, string provider, string reason, int attempt);

    [LoggerMessage(LogLevel.Error, "Message {Message} ({Kind}): {Provider} refused it: {Reason}")]
    private static partial void LogRefused(ILogger logger, Guid message, string kind, string provider, string reason);

    [LoggerMessage(LogLevel.Error, "Message {Message} ({Kind}) cannot be decrypted")]
    private static partial void LogUnreadable(ILogger logger, Guid message, string kind, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Message {Message} ({Kind}) is left for a newer worker")]
    private static partial void LogNewer(ILogger logger, Guid message, string kind, Exception exception);
}
