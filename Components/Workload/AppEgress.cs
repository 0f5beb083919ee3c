using PmCrm.Components.Cache;
using PmCrm.Components.ClusterServices;
using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Components.Networking;
using static PmCrm.Components.Common.Traffic;
using Net = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>Where the application's pods may connect to; everything else is dropped by the network.</summary>
/// <param name="PrivateServicesRange">Range of database and cache, in CIDR notation.</param>
public sealed record AppEgress(string PrivateServicesRange)
{
    /// <summary>Link-local: a node's own.</summary>
    private const string LinkLocal = "169.254.0.0/16";

    /// <summary>Name lookups, database and cache.</summary>
    internal Net.NetworkPolicyEgressRuleArgs[] ToData() =>
        [
            ToNames(),
            new() { To = { Range(PrivateServicesRange) }, Ports = { Port(Tcp, PostgresDatabase.Port), Port(Tcp, RedisCache.TlsPort) } },
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
            // To a port of the pod's own node. No range is named: Dataplane V2 knows nodes by what they are, so that no range matches one
            // (https://github.com/cilium/cilium/issues/12277). Nothing but agents listens there.
            new() { Ports = { Port(Udp, DatadogAgent.MetricsPort), Port(Tcp, DatadogAgent.TracesPort) } },
        ];
}
