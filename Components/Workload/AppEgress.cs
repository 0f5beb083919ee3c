using PmCrm.Components.Cache;
using PmCrm.Components.ClusterServices;
using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Components.Networking;
using static PmCrm.Components.Common.Traffic;
using Net = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>Where the application's pods may connect to; network policies drop everything else.</summary>
/// <param name="PrivateServicesRange">Range of database and cache, in CIDR notation.</param>
public sealed record AppEgress(string PrivateServicesRange)
{
    /// <summary>Link-local addresses.</summary>
    private const string LinkLocal = "169.254.0.0/16";

    /// <summary>Name lookups, database and cache.</summary>
    internal Net.NetworkPolicyEgressRuleArgs[] ToData() =>
        [
            ToNames(),
            new() { To = { Range(PrivateServicesRange) }, Ports = { Port(Tcp, PostgresDatabase.Port), Port(Tcp, RedisCache.TlsPort) } },
        ];

    /// <summary>The same, plus third-party APIs, Google's metadata server, and the node's Datadog agent.</summary>
    internal Net.NetworkPolicyEgressRuleArgs[] ToDataAndServices() =>
        [
            .. ToData(),
            new()
            {
                // HTTPS to the internet, not to private ranges.
                To =
                {
                    new Net.NetworkPolicyPeerArgs
                    {
                        IpBlock = new Net.IPBlockArgs
                        {
                            Cidr = VpcNetwork.Everywhere,
                            Except = (string[])[.. VpcNetwork.PrivateRanges, LinkLocal],
                        },
                    },
                },
                Ports = { Port(Tcp, HttpsPort) },
            },
            .. ToMetadataServer(),
            // To a port of the pod's own node. No range is given, because under Dataplane V2 no range matches a node
            // (https://github.com/cilium/cilium/issues/12277). Only agents listen on these ports.
            new() { Ports = { Port(Udp, DatadogAgent.MetricsPort), Port(Tcp, DatadogAgent.TracesPort) } },
        ];
}
