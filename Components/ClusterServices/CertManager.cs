using System.Collections.Immutable;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using KubernetesObject = Pulumi.Kubernetes.ApiExtensions.CustomResource;

namespace PmCrm.Components.ClusterServices;

/// <summary>
/// Gets and renews certificates from Let's Encrypt by DNS-01, with records in Cloudflare's DNS. This works before requests can reach the
/// cluster, and for names that point elsewhere. It runs on the monitoring pool.
/// </summary>
/// <example><c>examples/CertManagerExample.cs</c></example>
public sealed class CertManager : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:clusterservices:CertManager";

    /// <summary>The issuer's usual name.</summary>
    public const string DefaultIssuerName = "letsencrypt-prod";

    /// <summary>Version of the chart that the values here were written for: https://cert-manager.io/docs/releases/.</summary>
    public const string DefaultChartVersion = "v1.21.0";

    /// <summary>Namespace of cert-manager; the chart expects this one.</summary>
    public const string NamespaceName = "cert-manager";

    /// <summary>Port on which the control plane calls the webhook; the network's firewall must allow it.</summary>
    public const int WebhookPort = 10250;

    /// <summary>Patterns of the chart's images: https://cert-manager.io/docs/installation/helm.</summary>
    public static readonly IReadOnlyList<string> Images = ["quay.io/jetstack/*"];

    /// <summary>Port of the metrics of every part.</summary>
    internal const int MetricsPort = 9402;

    private const string TokenSecretName = "cloudflare-api-token";
    private const string TokenKey = "api-token";

    private readonly CertManagerArgs args;

    /// <summary>Installs cert-manager and creates the issuer.</summary>
    /// <exception cref="ArgumentException">No zone is named.</exception>
    public CertManager(string name, CertManagerArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        if (args.DnsZones is [])
            throw new ArgumentException(
                $"{name} has no zone to issue certificates in; accepted: at least one, such as example.org.",
                nameof(args)
            );

        var home = new ChartHome(this, name, NamespaceName, PodSecurity.Restricted, args.Labels);
        AllowTraffic(home);
        var (token, tokenName) = home.CreateSecret("cloudflare-token", TokenSecretName, TokenKey, args.CloudflareApiToken);
        var release = home.CreateRelease("cert-manager", args.ChartVersion, "https://charts.jetstack.io", CreateValues());
        _ = new KubernetesObject($"{name}-issuer", CreateIssuer(tokenName), this.Child(release, token).WithFixedName());

        IssuerName = Output.Create(args.IssuerName);
        RegisterOutputs();
    }

    /// <summary>Name of the issuer. Resources that need a certificate must depend on this component.</summary>
    [Output("issuerName")]
    public Output<string> IssuerName { get; private set; }

    private Dictionary<string, object> CreateValues()
    {
        var small = HelmValues
            .OnPool(NodePoolRole.Monitoring)
            .With(new() { ["resources"] = HelmValues.Resources("20m", "64Mi", "500m", "256Mi") });
        var replicated = small.With(
            new()
            {
                ["replicaCount"] = this.args.Replicas,
                ["podDisruptionBudget"] = new Dictionary<string, object> { ["enabled"] = this.args.Replicas > 1, ["minAvailable"] = 1 },
            }
        );
        return replicated.With(
            new()
            {
                // The definitions stay when the release is removed: deleting them would delete every certificate.
                ["crds"] = new Dictionary<string, object> { ["enabled"] = true, ["keep"] = true },
                ["global"] = new Dictionary<string, object>
                {
                    // The chart's default, kube-system, is managed by Google.
                    ["leaderElection"] = new Dictionary<string, object> { ["namespace"] = NamespaceName },
                },
                ["webhook"] = replicated.With(new() { ["securePort"] = WebhookPort }),
                ["cainjector"] = small,
                ["startupapicheck"] = small,
                ["prometheus"] = new Dictionary<string, object> { ["enabled"] = true },
            }
        );
    }

    // The chart's own list of ports (networkPolicy and webhook.networkPolicy in deploy/charts/cert-manager/values.yaml of
    // cert-manager/cert-manager), without what only HTTP-01 and OpenShift need.
    private static void AllowTraffic(ChartHome home)
    {
        home.Allow(
            "cert-manager",
            ImmutableDictionary<string, string>.Empty,
            ingress:
            [
                new() { From = { Traffic.Namespace(DatadogAgent.NamespaceName) }, Ports = { Traffic.Port(Traffic.Tcp, MetricsPort) } },
            ],
            egress:
            [
                // Any name server: before it requests a certificate, cert-manager checks that the zone's name servers serve its record.
                new() { Ports = { Traffic.Port(Traffic.Udp, Traffic.DnsPort), Traffic.Port(Traffic.Tcp, Traffic.DnsPort) } },
                // The API server, Let's Encrypt and Cloudflare. No range is given, because Google chooses the API server's address.
                new() { Ports = { Traffic.Port(Traffic.Tcp, Traffic.HttpsPort) } },
            ]
        );
        home.Allow(
            "webhook",
            ImmutableDictionary<string, string>.Empty.Add(KubernetesLabels.ComponentKey, "webhook"),
            // No source is given: depending on Google, the control plane calls from its own range or through an agent in the cluster.
            ingress: [new() { Ports = { Traffic.Port(Traffic.Tcp, WebhookPort) } }],
            egress: []
        );
    }

    private ClusterIssuerArgs CreateIssuer(Input<string> tokenSecretName) =>
        new()
        {
            Metadata = new ObjectMetaArgs { Name = this.args.IssuerName, Labels = KubernetesLabels.Of(this.args.Labels) },
            Spec = new ClusterIssuerSpecArgs
            {
                Acme = new AcmeArgs
                {
                    Server = this.args.AcmeServer,
                    Email = this.args.AcmeContact is { } contact ? (Input<string>)contact : null,
                    PrivateKeySecretRef = new SecretReferenceArgs { Name = $"{this.args.IssuerName}-account" },
                    Solvers = new AcmeSolverArgs
                    {
                        Selector = new AcmeSelectorArgs { DnsZones = this.args.DnsZones.ToArray() },
                        Dns01 = new AcmeDns01Args
                        {
                            Cloudflare = new AcmeCloudflareArgs
                            {
                                ApiTokenSecretRef = new SecretReferenceArgs { Name = tokenSecretName, Key = TokenKey },
                            },
                        },
                    },
                },
            },
        };
}
