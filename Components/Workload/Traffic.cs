using Net = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>The words that network policies and ports are written in.</summary>
internal static class Traffic
{
    public const string Tcp = "TCP";
    public const string Udp = "UDP";

    /// <summary>A policy for both: what it does not allow of either is refused.</summary>
    public static readonly string[] BothWays = ["Ingress", "Egress"];

    /// <summary>Everything in a range.</summary>
    public static Net.NetworkPolicyPeerArgs Range(string range) => new() { IpBlock = new Net.IPBlockArgs { Cidr = range } };

    /// <summary>Every pod of a namespace.</summary>
    public static Net.NetworkPolicyPeerArgs Namespace(string name) => new()
    {
        NamespaceSelector = new Pulumi.Kubernetes.Types.Inputs.Meta.V1.LabelSelectorArgs { MatchLabels = { [KubernetesLabels.NamespaceNameKey] = name } },
    };

    /// <summary>One port.</summary>
    public static Net.NetworkPolicyPortArgs Port(string protocol, int port) => new() { Protocol = protocol, Port = port };
}
