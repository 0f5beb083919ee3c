using System.Collections.Immutable;
using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.ClusterServices;

/// <summary>
/// Datadog's agent on every node of every pool, and its cluster agent on the monitoring pool. Applications send metrics (DogStatsD) and
/// traces to host ports of their own node. Pods get the node's address from the downward API.
/// </summary>
/// <example><c>examples/DatadogAgentExample.cs</c></example>
public sealed class DatadogAgent : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:clusterservices:DatadogAgent";

    /// <summary>Version of the chart that the values here were written for.</summary>
    public const string DefaultChartVersion = "3.240.0";

    /// <summary>Datadog's site in the European Union.</summary>
    public const string EuSite = "datadoghq.eu";

    /// <summary>Namespace of the agents.</summary>
    public const string NamespaceName = "datadog";

    /// <summary>UDP port of every node that takes metrics.</summary>
    public const int MetricsPort = 8125;

    /// <summary>TCP port of every node that takes traces.</summary>
    public const int TracesPort = 8126;

    private const int KubeletPort = 10250;
    private const int TimePort = 123;

    private const string KeySecretName = "datadog-api-key";

    // The chart looks for the key under this name.
    private const string KeyEntry = "api-key";

    /// <summary>
    /// Patterns of the chart's images. The chart chooses the registry by Datadog's site (DataDog/helm-charts,
    /// charts/datadog/templates/_helpers.tpl).
    /// </summary>
    public static readonly IReadOnlyList<string> Images = ["eu.gcr.io/datadoghq/*", "gcr.io/datadoghq/*", "registry.datadoghq.com/*"];

    private readonly DatadogAgentArgs args;

    /// <summary>Installs the agents.</summary>
    public DatadogAgent(string name, DatadogAgentArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        // The agent uses host ports and reads the node's files.
        var home = new ChartHome(this, name, NamespaceName, PodSecurity.Privileged, args.Labels);
        AllowTraffic(home);
        var (key, keyName) = home.CreateSecret("api-key", KeySecretName, KeyEntry, args.ApiKey);
        var release = home.CreateRelease("datadog", args.ChartVersion, "https://helm.datadoghq.com", CreateValues(keyName), key);

        Namespace = release.Id.Apply(_ => NamespaceName);
        RegisterOutputs();
    }

    /// <summary>Namespace of the agents, once they run.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; }

    // https://docs.datadoghq.com/agent/configuration/network/, and charts/datadog/templates/*-network-policy.yaml in DataDog/helm-charts,
    // which also let agents connect to every pod for checks. Here a check that connects to another pod needs its own rule.
    private static void AllowTraffic(ChartHome home) =>
        home.Allow(
            "datadog",
            ImmutableDictionary<string, string>.Empty,
            ingress:
            [
                // Applications of every namespace, through the ports of their node.
                new() { Ports = { Traffic.Port(Traffic.Udp, MetricsPort), Traffic.Port(Traffic.Tcp, TracesPort) } },
                new() { From = { Traffic.OwnNamespace() } },
            ],
            egress:
            [
                Traffic.ToNames(),
                new() { To = { Traffic.OwnNamespace() } },
                // Datadog's intake and the API server, whose address Google chooses.
                new() { Ports = { Traffic.Port(Traffic.Tcp, Traffic.HttpsPort) } },
                // The node's kubelet: no range matches a node under Dataplane V2 (https://github.com/cilium/cilium/issues/12277).
                new() { Ports = { Traffic.Port(Traffic.Tcp, KubeletPort), Traffic.Port(Traffic.Udp, TimePort) } },
                .. Traffic.ToMetadataServer(),
                new()
                {
                    To = { Traffic.Namespace(CertManager.NamespaceName) },
                    Ports = { Traffic.Port(Traffic.Tcp, CertManager.MetricsPort) },
                },
            ]
        );

    private Dictionary<string, object> CreateValues(Output<string> keySecretName) =>
        new()
        {
            ["datadog"] = CreateDatadogValues(keySecretName),
            ["agents"] = CreateNodeAgentValues(),
            ["clusterAgent"] = CreateClusterAgentValues(),
            // Remote control of nodes and pods by Datadog's servers stays off.
            ["remoteConfiguration"] = new Dictionary<string, object> { ["enabled"] = false },
            ["providers"] = new Dictionary<string, object> { ["gke"] = new Dictionary<string, object> { ["cos"] = true } },
        };

    private Dictionary<string, object> CreateDatadogValues(Output<string> keySecretName) =>
        new()
        {
            ["site"] = this.args.Site,
            ["apiKeyExistingSecret"] = keySecretName,
            ["clusterName"] = this.args.ClusterName,
            ["tags"] = this
                .args.Labels.Values.OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => (object)$"{label.Key}:{label.Value}")
                .ToArray(),
            ["apm"] = new Dictionary<string, object>
            {
                ["portEnabled"] = true,
                ["port"] = TracesPort,
                ["socketEnabled"] = false,
            },
            ["dogstatsd"] = new Dictionary<string, object>
            {
                ["port"] = MetricsPort,
                ["useHostPort"] = true,
                ["nonLocalTraffic"] = true,
                ["useSocketVolume"] = false,
                // Detects which pod sent a metric.
                ["originDetection"] = true,
            },
            ["logs"] = new Dictionary<string, object> { ["enabled"] = true, ["containerCollectAll"] = true },
            ["kubeStateMetricsCore"] = new Dictionary<string, object> { ["enabled"] = true },
            // Not needed: it manages agents by custom resources, and these values set everything.
            ["operator"] = new Dictionary<string, object> { ["enabled"] = false },
            ["processAgent"] = new Dictionary<string, object> { ["processCollection"] = false },
        };

    private static Dictionary<string, object> CreateNodeAgentValues() =>
        new()
        {
            // On every node, whatever its taint.
            ["tolerations"] = new object[] { new Dictionary<string, object> { ["operator"] = "Exists" } },
            // Creates its own priority class: Google allows the system's classes only in its own namespaces.
            ["priorityClassCreate"] = true,
            ["containers"] = new Dictionary<string, object>
            {
                ["agent"] = new Dictionary<string, object> { ["resources"] = HelmValues.Resources("100m", "256Mi", "500m", "512Mi") },
                ["traceAgent"] = new Dictionary<string, object> { ["resources"] = HelmValues.Resources("50m", "128Mi", "500m", "256Mi") },
                ["processAgent"] = new Dictionary<string, object> { ["resources"] = HelmValues.Resources("20m", "64Mi", "200m", "128Mi") },
            },
        };

    private Dictionary<string, object> CreateClusterAgentValues() =>
        HelmValues
            .OnPool(NodePoolRole.Monitoring)
            .With(
                new()
                {
                    ["enabled"] = true,
                    ["replicas"] = this.args.ClusterAgentReplicas,
                    ["pdb"] = new Dictionary<string, object> { ["create"] = this.args.ClusterAgentReplicas > 1 },
                    // Pods are configured by their manifests, not by a webhook at each creation.
                    ["admissionController"] = new Dictionary<string, object> { ["enabled"] = false },
                    ["resources"] = HelmValues.Resources("100m", "128Mi", "500m", "512Mi"),
                }
            );
}
