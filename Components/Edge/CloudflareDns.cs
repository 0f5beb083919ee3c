using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace PmCrm.Components.Edge;

/// <summary>
/// The environment's names in Cloudflare's DNS: the backend at the ingress, the frontend at Vercel, and who may issue certificates.
/// The records are not proxied: TLS ends at Google's load balancer, with cert-manager's certificate, and at Vercel. Cloudflare's proxy
/// would hide client addresses from Cloud Armor's rate limit.
/// </summary>
/// <example><c>examples/CloudflareDnsExample.cs</c></example>
public sealed class CloudflareDns : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:edge:CloudflareDns";

    private readonly CloudflareDnsArgs args;

    /// <summary>Creates the records.</summary>
    /// <exception cref="ArgumentException">
    /// A host name is not valid; the backend has neither an address nor an alias, or has both; or no issuer is named, which would forbid
    /// every certificate.
    /// </exception>
    public CloudflareDns(string name, CloudflareDnsArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        if (args.CertificateIssuers is [])
            throw new ArgumentException(
                $"No certificate issuer is named for {args.Domain}; accepted: at least one, such as letsencrypt.org.",
                nameof(args)
            );

        var api = (args.ApiAddress, args.ApiAlias) switch
        {
            ({ } address, null) => CreateRecord($"{name}-api", "A", args.ApiHost, address, "Backend: the ingress of the cluster."),
            (null, { } alias) => CreateRecord($"{name}-api", "CNAME", args.ApiHost, alias, "Backend at its platform."),
            _ => throw new ArgumentException(
                $"{args.ApiHost} needs either {nameof(args.ApiAddress)} or {nameof(args.ApiAlias)}.",
                nameof(args)
            ),
        };
        if (args.ApiProof is { } proof)
            _ = new DnsRecord(
                $"{name}-api-proof",
                new DnsRecordArgs
                {
                    ZoneId = args.ZoneId,
                    Type = "TXT",
                    Name = proof.Name,
                    Content = proof.Value,
                    Ttl = args.TimeToLive.TotalSeconds,
                    Comment = "Proves the backend's name to its platform.",
                },
                this.Child().WithFixedName()
            );
        CreateRecord($"{name}-app", "CNAME", args.AppHost, args.VercelHost, "Frontend at Vercel.");
        CreateRecord($"{name}-apex", "A", args.Domain, args.VercelAddress, "Frontend at Vercel; a zone's apex cannot be an alias.");
        foreach (var issuer in args.CertificateIssuers)
            CreateAuthorization($"{name}-caa-{issuer}", "issue", issuer);
        if (args.SecurityContact is { } contact)
            CreateAuthorization($"{name}-caa-contact", "iodef", $"mailto:{contact}");

        ApiUrl = Output.Format($"https://{api.Name}");
        RegisterOutputs();
    }

    /// <summary>Where the backend is reached, once its name exists.</summary>
    [Output("apiUrl")]
    public Output<string> ApiUrl { get; private set; }

    private DnsRecord CreateRecord(string name, string type, string host, Input<string> content, string comment) =>
        new(
            name,
            new DnsRecordArgs
            {
                ZoneId = this.args.ZoneId,
                Type = type,
                Name = HostName.Checked(host),
                Content = content,
                Proxied = false,
                Ttl = this.args.TimeToLive.TotalSeconds,
                Comment = comment,
            },
            this.Child().WithFixedName()
        );

    private void CreateAuthorization(string name, string tag, string value) =>
        _ = new DnsRecord(
            name,
            new DnsRecordArgs
            {
                ZoneId = this.args.ZoneId,
                Type = "CAA",
                Name = HostName.Checked(this.args.Domain),
                Data = new DnsRecordDataArgs
                {
                    Flags = Output.Create<object>(0),
                    Tag = tag,
                    Value = value,
                },
                Ttl = this.args.TimeToLive.TotalSeconds,
                Comment = "Who may issue certificates, and where refusals are reported.",
            },
            this.Child()
        );
}
