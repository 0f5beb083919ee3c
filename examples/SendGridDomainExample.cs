using PmCrm.Components.Mail;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="SendGridDomain"/> alone.</summary>
public static class SendGridDomainExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var made = new SendGridDomain(
            "example",
            new SendGridDomainArgs
            {
                PhysicalName = "crm-mvp",
                Domain = "mail.example.org",
                ZoneId = "0123456789abcdef",
                Dns = new Pulumi.Cloudflare.Provider("cloudflare"),
            }
        );
        var output = made.SendingKey;
    }
}
