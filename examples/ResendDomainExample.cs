using PmCrm.Components.Mail;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="ResendDomain"/> alone.</summary>
public static class ResendDomainExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var made = new ResendDomain(
            "example",
            new ResendDomainArgs
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
