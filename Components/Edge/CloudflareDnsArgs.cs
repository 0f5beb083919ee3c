using Pulumi;

namespace PmCrm.Components.Edge;

/// <summary>Arguments of <see cref="CloudflareDns"/>.</summary>
public sealed class CloudflareDnsArgs : ResourceArgs
{
    /// <summary>Cloudflare's id of the zone.</summary>
    [Input("zoneId", required: true)]
    public required Input<string> ZoneId { get; init; }

    /// <summary>Domain of the environment, for example <c>pmcrm.io</c>: leads to the frontend, and carries the CAA records.</summary>
    public required string Domain { get; init; }

    /// <summary>Host name of the backend, for example <c>api.pmcrm.io</c>.</summary>
    public required string ApiHost { get; init; }

    /// <summary>IPv4 address of the ingress. Null where <see cref="ApiAlias"/> is given.</summary>
    [Input("apiAddress")]
    public Input<string>? ApiAddress { get; init; }

    /// <summary>Host name of the backend at its managed platform. Null where <see cref="ApiAddress"/> is given.</summary>
    [Input("apiAlias")]
    public Input<string>? ApiAlias { get; init; }

    /// <summary>
    /// TXT record that proves to the platform of <see cref="ApiAlias"/> that we own the name. Null: the platform needs none.
    /// </summary>
    public Hosting.DomainProof? ApiProof { get; init; }

    /// <summary>Host name of the frontend, for example <c>app.pmcrm.io</c>.</summary>
    public required string AppHost { get; init; }

    /// <summary>Vercel's address for a domain that cannot be an alias. Default: the one that Vercel documents.</summary>
    [Input("vercelAddress")]
    public Input<string> VercelAddress { get; init; } = "76.76.21.21";

    /// <summary>Vercel's host name that aliases lead to. Default: the one that Vercel documents.</summary>
    [Input("vercelHost")]
    public Input<string> VercelHost { get; init; } = "cname.vercel-dns.com";

    /// <summary>
    /// Who may issue certificates for the domain and all below it. Default: Let's Encrypt, which both cert-manager and Vercel use;
    /// Cloudflare adds the issuers of its own edge certificates by itself.
    /// </summary>
    public IReadOnlyList<string> CertificateIssuers { get; init; } = ["letsencrypt.org"];

    /// <summary>Address that issuers report refused requests to. Null: they report to nobody.</summary>
    public string? SecurityContact { get; init; }

    /// <summary>How long resolvers cache an answer. Default 5 minutes; a move to another region takes as long to reach clients.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromMinutes(5);
}
