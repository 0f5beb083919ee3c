using Net = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Common;

/// <summary>Building blocks of network policies.</summary>
internal static class Traffic
{
    public const string Tcp = "TCP";
    public const string Udp = "UDP";

    /// <summary>Port of name lookups, UDP and TCP.</summary>
    public const int DnsPort = 53;

    /// <summary>Port of HTTPS.</summary>
    public const int HttpsPort = 443;

    private const int HttpPort = 80;

    /// <summary>GKE's NodeLocal DNSCache answers here on every node.</summary>
    private const string NodeLocalDns = "169.254.20.10/32";

    /// <summary>
    /// The metadata server: gives pods their tokens (Workload Identity); also the resolver of clusters that use Cloud DNS.
    /// </summary>
    private const string MetadataServer = "169.254.169.254/32";

    /// <summary>
    /// On nodes without Dataplane V2, the metadata server's address and port are rewritten to these before a policy is evaluated.
    /// </summary>
    private const string NodeMetadataServer = "169.254.169.252/32";

    private const int NodeMetadataPort = 988;

    /// <summary>A policy for both directions: traffic that it does not allow is refused.</summary>
    public static readonly string[] BothWays = ["Ingress", "Egress"];

    /// <summary>Everything in a range.</summary>
    public static Net.NetworkPolicyPeerArgs Range(string range) => new() { IpBlock = new Net.IPBlockArgs { Cidr = range } };

    /// <summary>Every pod of a namespace.</summary>
    public static Net.NetworkPolicyPeerArgs Namespace(string name) =>
        new()
        {
            NamespaceSelector = new Pulumi.Kubernetes.Types.Inputs.Meta.V1.LabelSelectorArgs
            {
                MatchLabels = { [KubernetesLabels.NamespaceNameKey] = name },
            },
        };

    /// <summary>Every pod of the policy's own namespace.</summary>
    public static Net.NetworkPolicyPeerArgs OwnNamespace() =>
        new() { PodSelector = new Pulumi.Kubernetes.Types.Inputs.Meta.V1.LabelSelectorArgs() };

    /// <summary>Egress to the cluster's resolvers.</summary>
    public static Net.NetworkPolicyEgressRuleArgs ToNames() =>
        new()
        {
            To = { Namespace("kube-system"), Range(NodeLocalDns), Range(MetadataServer) },
            Ports = { Port(Udp, DnsPort), Port(Tcp, DnsPort) },
        };

    /// <summary>
    /// Egress to Google's metadata server, before and after its address is rewritten
    /// (https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy).
    /// </summary>
    public static Net.NetworkPolicyEgressRuleArgs[] ToMetadataServer() =>
        [
            new() { To = { Range(MetadataServer) }, Ports = { Port(Tcp, HttpPort) } },
            new() { To = { Range(NodeMetadataServer) }, Ports = { Port(Tcp, NodeMetadataPort) } },
        ];

    /// <summary>One port.</summary>
    public static Net.NetworkPolicyPortArgs Port(string protocol, int port) => new() { Protocol = protocol, Port = port };
}
