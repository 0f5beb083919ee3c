using PmCrm.App.Data;

namespace PmCrm.App.Features.Messages;

/// <summary>Records the providers' events. A repeated event changes nothing.</summary>
public sealed class MailEventStore(Database db, MailCounts counts)
{
    /// <summary>Maximum length of an account's address, in characters.</summary>
    private const int MaxAddress = 254;

    public Task Record(IReadOnlyList<MailEvent> events, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                foreach (var one in events)
                    await Record(session, one, cancellationToken);
            },
            cancellationToken
        );

    private async Task Record(TransactionSession session, MailEvent one, CancellationToken cancellationToken)
    {
        var status = one.Kind switch
        {
            MailEventKind.Accepted => MailStatus.Sent,
            MailEventKind.Bounced => MailStatus.Bounced,
            MailEventKind.Complained => MailStatus.Complained,
            _ => MailStatus.Failed,
        };
        // For a mail that is already sent, only later states are recorded.
        var from = one.Kind == MailEventKind.Accepted ? Sql.Of($"status = 'queued'") : Sql.Of($"status in ('queued', 'sent')");
        var mail = await session.FirstOrDefault(
            $"""
            update mail_outbox set status = {status.Name()}, message_cipher = null, sending_since = null,
                finished_at = coalesce(finished_at, now())
            where id = {one.Mail} and {from} returning owner_id, kind
            """,
            row => (Owner: row.GetGuid(0), Kind: MailKinds.Parse(row.GetString(1))),
            cancellationToken
        );
        if (mail == default)
            return;
        counts.Finished(mail.Kind, status);
        if (status is not (MailStatus.Bounced or MailStatus.Complained) || one.Address.Length > MaxAddress)
            return;
        await session.Execute(
            $"""
            insert into mail_suppressions as s (owner_id, address, reason)
            values ({mail.Owner}, {one.Address.Trim().ToLowerInvariant()}, {status.Name()})
            on conflict (owner_id, address) do update set reason = 'bounced' where excluded.reason = 'bounced'
            """,
            cancellationToken
        );
    }
}
