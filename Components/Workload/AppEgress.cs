using PmCrm.Components.Cache;
using PmCrm.Components.ClusterServices;
using PmCrm.Components.Database;
using PmCrm.Components.Networking;
using static PmCrm.Components.Workload.Traffic;
using Net = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>Where the application's pods may connect to; everything else is dropped by the network.</summary>
/// <param name="PrivateServicesRange">Range of database and cache, in CIDR notation.</param>
public sealed record AppEgress(string PrivateServicesRange)
{
    private const int DnsPort = 53;
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>GKE's NodeLocal DNSCache answers here on every node.</summary>
    private const string NodeLocalDns = "169.254.20.10/32";

    /// <summary>Hands out what Workload Identity lends a pod; also the resolver of clusters that use Cloud DNS.</summary>
    private const string MetadataServer = "169.254.169.254/32";

    /// <summary>What the address above is rewritten to, port included, before a policy is asked on nodes without Dataplane V2.</summary>
    private const string NodeMetadataServer = "169.254.169.252/32";

    private const int NodeMetadataPort = 988;

    /// <summary>Link-local: a node's own.</summary>
    private const string LinkLocal = "169.254.0.0/16";

    /// <summary>Name lookups, database and cache.</summary>
    internal Net.NetworkPolicyEgressRuleArgs[] ToData() =>
    [
        new()
        {
            To = { Namespace("kube-system"), Range(NodeLocalDns), Range(MetadataServer) },
            Ports = { Port(Udp, DnsPort), Port(Tcp, DnsPort) },
        },
        new()
        {
            To = { Range(PrivateServicesRange) },
            Ports = { Port(Tcp, PostgresDatabase.Port), Port(Tcp, RedisCache.TlsPort) },
        },
    ];

    /// <summary>Beside those: APIs of third parties, Google's credentials, and the node's Datadog agent.</summary>
    internal Net.NetworkPolicyEgressRuleArgs[] ToDataAndServices() =>
    [
        .. ToData(),
        new()
        {
            // HTTPS to the outside: what is private is not meant.
            To =
            {
                new Net.NetworkPolicyPeerArgs
                {
                    IpBlock = new Net.IPBlockArgs { Cidr = VpcNetwork.Everywhere, Except = (string[])[.. VpcNetwork.PrivateRanges, LinkLocal] },
                },
            },
            Ports = { Port(Tcp, HttpsPort) },
        },
        // https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy
        new() { To = { Range(MetadataServer) }, Ports = { Port(Tcp, HttpPort) } },
        new() { To = { Range(NodeMetadataServer) }, Ports = { Port(Tcp, NodeMetadataPort) } },
        // To a port of the pod's own node. No range is named: Dataplane V2 knows nodes by what they are, so that no range matches one
        // (https://github.com/cilium/cilium/issues/12277). Nothing but agents listens there.
        new() { Ports = { Port(Udp, DatadogAgent.MetricsPort), Port(Tcp, DatadogAgent.TracesPort) } },
    ];
}
