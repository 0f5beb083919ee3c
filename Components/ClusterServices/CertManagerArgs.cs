using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.ClusterServices;

/// <summary>Arguments of <see cref="CertManager"/>.</summary>
public sealed class CertManagerArgs : ResourceArgs
{
    /// <summary>Cloudflare API token that may read zones and edit DNS records of <see cref="DnsZones"/>, and nothing else.</summary>
    [Input("cloudflareApiToken", required: true)]
    public required Input<string> CloudflareApiToken { get; init; }

    /// <summary>Zones that certificates are issued in, for example <c>pmcrm.io</c>.</summary>
    public required IReadOnlyList<string> DnsZones { get; init; }

    /// <summary>Mail address for Let's Encrypt's warnings. Null: none.</summary>
    public string? AcmeContact { get; init; }

    /// <summary>
    /// Directory of the issuer. Default: Let's Encrypt's, which limits the number of certificates; its staging directory does not.
    /// </summary>
    public string AcmeServer { get; init; } = "https://acme-v02.api.letsencrypt.org/directory";

    /// <summary>Name of the issuer, which certificates and ingresses refer to. Default <c>letsencrypt-prod</c>.</summary>
    public string IssuerName { get; init; } = CertManager.DefaultIssuerName;

    /// <summary>Pods of the controller and of the webhook. Default 2; with 1, a node upgrade stops renewal for a minute.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Version of the chart. Default: the version that this component was written for.</summary>
    public string ChartVersion { get; init; } = CertManager.DefaultChartVersion;

    /// <summary>Labels of namespace, secret and issuer.</summary>
    public required ResourceLabels Labels { get; init; }
}
