using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Messages;

/// <summary>Sends the mails of the outbox to the provider: see <see cref="OutboxDelivery"/>.</summary>
public sealed class MailDelivery(
    Database db,
    IMailProvider provider,
    FieldEncryption encryption,
    MailCounts counts,
    TimeProvider clock,
    ILogger<MailDelivery> logger
) : OutboxDelivery(db, encryption, clock, logger)
{
    protected override Sql Table { get; } = Sql.Of($"mail_outbox");

    protected override string[] Kinds => MailKinds.Names;

    protected override string Field => MailOutbox.MessageField;

    protected override string ProviderName => provider.Name;

    protected override TimeSpan WaitForEvents => provider.WaitForEvents;

    protected override async Task<MailAnswer?> Send(
        TransactionSession session,
        ClaimedMessage message,
        ReadOnlyMemory<byte> text,
        CancellationToken cancellationToken
    )
    {
        var mail = JsonSerializer.Deserialize(text.Span, MessageRecords.Default.RenderedMail)!;
        return await IsSuppressed(session, message, mail.To, cancellationToken)
            ? null
            : await provider.Send(message.Id, mail, cancellationToken);
    }

    protected override void Count(string kind, MailStatus status) => counts.Finished(MailKinds.Parse(kind), status);

    /// <summary>
    /// A bounced address gets no mail. A person who marked a mail as spam still gets the mails that they request, for example a link to set
    /// a new password.
    /// </summary>
    private static Task<bool> IsSuppressed(
        TransactionSession session,
        ClaimedMessage mail,
        string address,
        CancellationToken cancellationToken
    )
    {
        var kind = MailKinds.Parse(mail.Kind);
        return session.FirstOrDefault(
            $"""
            select exists (select from mail_suppressions where owner_id = {mail.Owner} and address = {address}
                and (reason = 'bounced' or {kind.IsSubscription() || kind == MailKind.Notice}))
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );
    }
}
