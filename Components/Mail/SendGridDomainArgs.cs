using Pulumi;

namespace PmCrm.Components.Mail;

/// <summary>Arguments of <see cref="SendGridDomain"/>.</summary>
public sealed class SendGridDomainArgs : ResourceArgs
{
    /// <summary>Name of the key at SendGrid.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Domain that mail is sent from, for example <c>mail.pmcrm.io</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>Cloudflare's id of the zone that <see cref="Domain"/> is in.</summary>
    [Input("zoneId", required: true)]
    public required Input<string> ZoneId { get; init; }

    /// <summary>The provider of the DNS records; the component's own provider is SendGrid's.</summary>
    public required Pulumi.Cloudflare.Provider Dns { get; init; }
}
