using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Container;
using Pulumi.Gcp.Container.Inputs;

namespace PmCrm.Components.Cluster;

/// <summary>The node pools' settings for GKE.</summary>
internal static class NodePoolSettings
{
    /// <summary>Google's spelling of <see cref="NodePoolRole.TaintEffect"/>.</summary>
    private const string TaintEffect = "NO_SCHEDULE";

    private static readonly string[] OauthScopes = ["https://www.googleapis.com/auth/cloud-platform"];

    /// <summary>Settings of a pool.</summary>
    public static NodePoolArgs Of(GkeClusterArgs args, NodePoolSize pool, Input<string> cluster) =>
        new()
        {
            Project = args.Project,
            Cluster = cluster,
            Location = args.Region.Name,
            // Nodes per zone at creation; then the autoscaler sets the number.
            InitialNodeCount = NodePoolSize.InitialNodesPerZone,
            MaxPodsPerNode = NodePoolSize.MaxPodsPerNode,
            Autoscaling = new NodePoolAutoscalingArgs
            {
                TotalMinNodeCount = pool.MinNodes,
                TotalMaxNodeCount = pool.MaxNodes,
                // Spot capacity may be missing in a zone, so any zone is used; on-demand nodes are spread evenly.
                LocationPolicy = pool.Spot ? "ANY" : "BALANCED",
            },
            Management = new NodePoolManagementArgs { AutoRepair = true, AutoUpgrade = true },
            UpgradeSettings = new NodePoolUpgradeSettingsArgs
            {
                Strategy = "SURGE",
                MaxSurge = NodePoolSize.UpgradeSurge,
                MaxUnavailable = 0,
            },
            NodeDrainConfigs = { new NodePoolNodeDrainConfigArgs { RespectPdbDuringNodePoolDeletion = true } },
            NetworkConfig = new NodePoolNetworkConfigArgs { EnablePrivateNodes = true, PodRange = args.PodRangeName },
            NodeConfig = OfNodes(args, pool),
        };

    /// <summary>
    /// Settings of the default pool, which GKE creates with the cluster and which is removed at once. It is hardened like the others.
    /// </summary>
    public static ClusterNodeConfigArgs OfDefaultPool(GkeClusterArgs args) =>
        new()
        {
            MachineType = "e2-standard-2",
            // Standard disks do not count as SSD in the project's quota.
            DiskType = "pd-standard",
            DiskSizeGb = NodePoolSize.DiskSizeGb,
            ImageType = "COS_CONTAINERD",
            ServiceAccount = args.NodeServiceAccount,
            OauthScopes = OauthScopes,
            Tags = { args.NodeTag },
            ResourceLabels = args.Labels.ToInputMap(),
            ShieldedInstanceConfig = new ClusterNodeConfigShieldedInstanceConfigArgs
            {
                EnableSecureBoot = true,
                EnableIntegrityMonitoring = true,
            },
            WorkloadMetadataConfig = new ClusterNodeConfigWorkloadMetadataConfigArgs { Mode = "GKE_METADATA" },
            KubeletConfig = new ClusterNodeConfigKubeletConfigArgs { InsecureKubeletReadonlyPortEnabled = "FALSE" },
        };

    private static NodePoolNodeConfigArgs OfNodes(GkeClusterArgs args, NodePoolSize pool)
    {
        var config = new NodePoolNodeConfigArgs
        {
            MachineType = pool.MachineType,
            Spot = pool.Spot,
            ImageType = "COS_CONTAINERD",
            DiskType = "pd-balanced",
            DiskSizeGb = NodePoolSize.DiskSizeGb,
            ServiceAccount = args.NodeServiceAccount,
            OauthScopes = OauthScopes,
            Tags = { args.NodeTag, $"{args.PhysicalName}-{pool.Role}" },
            Labels =
            {
                [ResourceLabels.ApplicationKey] = ResourceLabels.Application,
                [ResourceLabels.EnvironmentKey] = args.Labels.Environment,
                [NodePoolRole.Key] = pool.Role.Name,
            },
            ResourceLabels = args.Labels.With(NodePoolRole.Key, pool.Role.Name),
            Metadata = { ["disable-legacy-endpoints"] = "true" },
            ShieldedInstanceConfig = new NodePoolNodeConfigShieldedInstanceConfigArgs
            {
                EnableSecureBoot = true,
                EnableIntegrityMonitoring = true,
            },
            WorkloadMetadataConfig = new NodePoolNodeConfigWorkloadMetadataConfigArgs { Mode = "GKE_METADATA" },
            KubeletConfig = new NodePoolNodeConfigKubeletConfigArgs { InsecureKubeletReadonlyPortEnabled = "FALSE" },
            Gvnic = new NodePoolNodeConfigGvnicArgs { Enabled = true },
        };
        if (pool.Role.IsTainted)
            config.Taints = new NodePoolNodeConfigTaintArgs
            {
                Key = NodePoolRole.Key,
                Value = pool.Role.Name,
                Effect = TaintEffect,
            };
        return config;
    }
}
