using PmCrm.Components.Common;

namespace PmCrm.Components.Cluster;

/// <summary>One node pool of a cluster.</summary>
/// <param name="Role">What the pool is for; its nodes carry it as label and taint.</param>
/// <param name="MachineType">Google's machine type, for example <c>e2-standard-4</c>: 4 vCPU and 16 GiB.</param>
/// <param name="MinNodes">Fewest nodes over all zones together.</param>
/// <param name="MaxNodes">Most nodes over all zones together; at least <see cref="MinMaxNodes"/>.</param>
/// <param name="Spot">Cheaper machines that Google may reclaim with 30 seconds' notice.</param>
public sealed record NodePoolSize(NodePoolRole Role, string MachineType, int MinNodes, int MaxNodes, bool Spot = false)
{
    /// <summary>How many nodes beyond the maximum an upgrade may add while it moves pods.</summary>
    public const int UpgradeSurge = 1;

    /// <summary>Nodes that a pool starts with in each of its region's three zones.</summary>
    public const int InitialNodesPerZone = 1;

    /// <summary>Lowest value of a pool's maximum: the number of nodes that it starts with over all zones.</summary>
    public const int MinMaxNodes = 3 * InitialNodesPerZone;

    /// <summary>
    /// Size of a node's disk in GB. Each pool starts with one node in each of three zones, so three pools need 225 GB of SSD; a new
    /// project's quota is 250 to 500 GB in a region (reports on terraform-google-modules/terraform-google-kubernetes-engine#1795).
    /// </summary>
    public const int DiskSizeGb = 25;

    /// <summary>Most pods on one node; each node takes a block of twice as many addresses, rounded up to a power of two.</summary>
    public const int MaxPodsPerNode = 110;

    /// <summary>Addresses that one node takes from the range for pods, at <see cref="MaxPodsPerNode"/>: a /24.</summary>
    public const int PodAddressesPerNode = 256;
}
