using Pulumi;

namespace PmCrm.Components.Mail;

/// <summary>A domain that mail is sent from: <see cref="ResendDomain"/> or <see cref="SendGridDomain"/>.</summary>
public interface IMailDomain
{
    /// <summary>Secret. Key that may only send mail.</summary>
    Output<string> SendingKey { get; }

    /// <summary>Host of the provider's SMTP server, which takes the key as its password.</summary>
    string SmtpHost { get; }
}
