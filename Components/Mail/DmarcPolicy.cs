using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Cloudflare;

namespace PmCrm.Components.Mail;

/// <summary>
/// What a receiver does with a mail that claims to be from a domain and is not (RFC 7489): refuse it. The domain sends nothing else than
/// this application's mails, which are all signed for it, so no policy that only watches is needed first.
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
