using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using Pulumi;

namespace PmCrm.Components.Cluster;

/// <summary>Arguments of <see cref="GkeCluster"/>.</summary>
public sealed class GkeClusterArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the cluster belongs to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Google's name of the cluster.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Where the control plane and the nodes are, spread over the region's zones.</summary>
    public required EuRegion Region { get; init; }

    /// <summary>Id of the network.</summary>
    [Input("networkId", required: true)]
    public required Input<string> NetworkId { get; init; }

    /// <summary>Id of the subnet that nodes, pods and services take their addresses from.</summary>
    [Input("subnetworkId", required: true)]
    public required Input<string> SubnetworkId { get; init; }

    /// <summary>Name of the subnet's secondary range for pods.</summary>
    public required string PodRangeName { get; init; }

    /// <summary>Name of the subnet's secondary range for services.</summary>
    public required string ServiceRangeName { get; init; }

    /// <summary>The control plane's own range, a /28.</summary>
    public required string ControlPlaneRange { get; init; }

    /// <summary>Network tag of the nodes, which firewall rules and routes select by.</summary>
    public required string NodeTag { get; init; }

    /// <summary>E-mail of the nodes' own service account; the project's default account has too many permissions (CIS 5.2.1).</summary>
    [Input("nodeServiceAccount", required: true)]
    public required Input<string> NodeServiceAccount { get; init; }

    /// <summary>The node pools.</summary>
    public required IReadOnlyList<NodePoolSize> NodePools { get; init; }

    /// <summary>
    /// What encrypts Kubernetes secrets in etcd (CIS 5.3.1): a customer-managed key, or, as an explicit choice, only Google's disk
    /// encryption.
    /// </summary>
    public required EncryptionKey SecretsEncryption { get; init; }

    /// <summary>
    /// Ranges that may reach the control plane by IP address. Default none: then the cluster has no IP endpoint, and access is only by DNS
    /// name and IAM.
    /// </summary>
    public IReadOnlyList<string> AuthorizedNetworks { get; init; } = [];

    /// <summary>The year at whose end, from 18 December to 4 January, minor versions and nodes are not upgraded.</summary>
    public required int YearEndFreeze { get; init; }

    /// <summary>Whether the cluster may be deleted. Default: it may not.</summary>
    public Protection Protection { get; init; } = Protection.On;

    /// <summary>Labels of cluster and nodes.</summary>
    public required ResourceLabels Labels { get; init; }
}
