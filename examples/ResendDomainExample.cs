using PmCrm.Components.Mail;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="ResendDomain"/> alone.</summary>
public static class ResendDomainExample
{
    /// <summary>To be called inside a deployment, as a Pulumi program is.</summary>
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
