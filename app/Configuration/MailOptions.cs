using PmCrm.Contract;

namespace PmCrm.App.Configuration;

/// <summary>The service that sends this application's mails.</summary>
public enum MailService
{
    Resend,
    SendGrid,
}

/// <summary>The mail settings. Mail is on if MAIL_FROM is set.</summary>
/// <param name="From">MAIL_FROM: the sender, an address or <c>Name &lt;address&gt;</c>.</param>
/// <param name="Service">The service whose key is set; null in a process that does not send.</param>
/// <param name="ApiKey">RESEND_API_KEY or SENDGRID_API_KEY; null in a process that does not send.</param>
/// <param name="ResendWebhookSecret">RESEND_WEBHOOK_SECRET; null: Resend's events are refused.</param>
/// <param name="SendGridWebhookKey">SENDGRID_WEBHOOK_KEY, a public key; null: SendGrid's events are refused.</param>
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
    /// <summary>The value of a mail's From header; the name contains no characters that need quoting.</summary>
    public override string ToString() => Name is null ? Address : $"{Name} <{Address}>";
}
