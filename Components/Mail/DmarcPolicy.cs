using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Cloudflare;

namespace PmCrm.Components.Mail;

/// <summary>
/// The DMARC record of a domain (RFC 7489): receivers reject mail that falsely claims to be from it. Only this application sends from the
/// domain, and signs all its mail, so no monitoring period with <c>p=none</c> is needed first.
/// </summary>
internal static class DmarcPolicy
{
    private const string Policy = "v=DMARC1; p=reject";
    private const double TimeToLiveSeconds = 300;

    /// <summary>Creates the record of a domain.</summary>
    /// <param name="name">Name of the resource.</param>
    /// <param name="domain">Domain that mail is sent from.</param>
    /// <param name="zoneId">Cloudflare's id of its zone.</param>
    /// <param name="options">Parent and provider.</param>
    public static void Create(string name, string domain, Input<string> zoneId, CustomResourceOptions options) =>
        _ = new DnsRecord(
            name,
            new DnsRecordArgs
            {
                ZoneId = zoneId,
                Type = "TXT",
                Name = $"_dmarc.{domain}",
                Content = $"\"{Policy}\"",
                Proxied = false,
                Ttl = TimeToLiveSeconds,
                Comment = "Mails that are not this application's are refused.",
            },
            options
        );
}
