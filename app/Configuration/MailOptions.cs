using PmCrm.Contract;

namespace PmCrm.App.Configuration;

/// <summary>Who sends this application's mails.</summary>
public enum MailService
{
    Resend,
    SendGrid,
}

/// <summary>The environment's part about mail. There is mail where MAIL_FROM is set.</summary>
/// <param name="From">MAIL_FROM: the sender, an address or <c>Name &lt;address&gt;</c>.</param>
/// <param name="Service">Whose key is set; null in a process that does not send.</param>
/// <param name="ApiKey">RESEND_API_KEY or SENDGRID_API_KEY; null in a process that does not send.</param>
/// <param name="ResendWebhookSecret">RESEND_WEBHOOK_SECRET; null: Resend's events are not taken.</param>
/// <param name="SendGridWebhookKey">SENDGRID_WEBHOOK_KEY, a public key; null: SendGrid's events are not taken.</param>
public sealed record MailOptions(
    MailSender From,
    MailService? Service,
    string? ApiKey,
    byte[]? ResendWebhookSecret,
    byte[]? SendGridWebhookKey
);

/// <summary>The sender of every mail.</summary>
public sealed record MailSender(string Address, string? Name)
{
    /// <summary>As a mail's From has it; the name has nothing that would need quoting.</summary>
    public override string ToString() => Name is null ? Address : $"{Name} <{Address}>";
}
