using Net = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>Where the application's pods may connect to; everything else is dropped by the network.</summary>
/// <param name="PrivateServicesRange">Range of database and cache, in CIDR notation.</param>
/// <param name="NodeRange">Range of the nodes, each of which runs a Datadog agent.</param>
public sealed record AppEgress(string PrivateServicesRange, string NodeRange)
{
    private const int PostgresPort = 5432;
    private const int RedisTlsPort = 6378;
    private const int DnsPort = 53;
    private const int HttpsPort = 443;
    private const int DogStatsDPort = 8125;
    private const int DatadogTracePort = 8126;
    private const string Tcp = "TCP";
    private const string Udp = "UDP";

    /// <summary>GKE's NodeLocal DNSCache answers here on every node.</summary>
    private const string NodeLocalDns = "169.254.20.10/32";

    /// <summary>Addresses that no public service has (RFC 1918, RFC 6598, link-local): HTTPS to the outside does not mean these.</summary>
    private static readonly string[] PrivateRanges = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

    /// <summary>Name lookups, database and cache.</summary>
    internal Net.NetworkPolicyEgressRuleArgs[] ToData() =>
    [
        new()
        {
            To = { Namespace("kube-system"), Range(NodeLocalDns) },
            Ports = { Port(Udp, DnsPort), Port(Tcp, DnsPort) },
        },
        new()
        {
            To = { Range(PrivateServicesRange) },
            Ports = { Port(Tcp, PostgresPort), Port(Tcp, RedisTlsPort) },
        },
    ];

    /// <summary>Beside those: APIs of third parties, and the node's Datadog agent.</summary>
    internal Net.NetworkPolicyEgressRuleArgs[] ToDataAndServices() =>
    [
        .. ToData(),
        new()
        {
            To = { new Net.NetworkPolicyPeerArgs { IpBlock = new Net.IPBlockArgs { Cidr = "0.0.0.0/0", Except = PrivateRanges } } },
            Ports = { Port(Tcp, HttpsPort) },
        },
        new()
        {
            To = { Range(NodeRange) },
            Ports = { Port(Udp, DogStatsDPort), Port(Tcp, DatadogTracePort) },
        },
    ];

    /// <summary>Everything in a range.</summary>
    internal static Net.NetworkPolicyPeerArgs Range(string range) => new() { IpBlock = new Net.IPBlockArgs { Cidr = range } };

    /// <summary>Every pod of a namespace.</summary>
    internal static Net.NetworkPolicyPeerArgs Namespace(string name) => new()
    {
        NamespaceSelector = new Pulumi.Kubernetes.Types.Inputs.Meta.V1.LabelSelectorArgs { MatchLabels = { [KubernetesLabels.NamespaceNameKey] = name } },
    };

    /// <summary>One port.</summary>
    internal static Net.NetworkPolicyPortArgs Port(string protocol, int port) => new() { Protocol = protocol, Port = port };
}
