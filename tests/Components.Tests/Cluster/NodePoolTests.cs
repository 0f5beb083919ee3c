using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Cluster;

public sealed class NodePoolTests
{
    public static TheoryData<string> Roles => ["app", "workers", "monitoring"];

    [Fact]
    public async Task Pools_are_app_workers_and_monitoring() =>
        Assert.Equal(
            ["cluster-app", "cluster-workers", "cluster-monitoring"],
            (await new GkeClusterBuilder().RecordAsync()).Plan.All("gcp:container/nodePool:NodePool").Select(pool => pool.Name)
        );

    [Fact]
    public async Task App_pool_scales_by_total_count_over_all_zones() =>
        (await PoolAsync("app"))
            .ShouldCarry("nodeConfig.machineType", "e2-standard-4")
            .ShouldCarry("autoscaling.totalMinNodeCount", 3)
            .ShouldCarry("autoscaling.totalMaxNodeCount", 12)
            .ShouldCarry("autoscaling.locationPolicy", "BALANCED")
            .ShouldLack("autoscaling.minNodeCount")
            .ShouldLack("nodeCount");

    /// <summary>A new project's quota of SSD in a region is at least 250 GB.</summary>
    [Fact]
    public async Task Disks_of_a_new_cluster_fit_a_new_projects_quota()
    {
        var pools = (await new GkeClusterBuilder().RecordAsync()).Plan.All("gcp:container/nodePool:NodePool");
        const int Zones = 3;
        Assert.InRange(pools.Sum(pool => (double)pool.At("nodeConfig.diskSizeGb")! * (double)pool.At("initialNodeCount")! * Zones), 1, 250);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Nodes_repair_and_upgrade_themselves_one_more_at_a_time(string role) =>
        (await PoolAsync(role))
            .ShouldCarry("management.autoRepair", true)
            .ShouldCarry("management.autoUpgrade", true)
            .ShouldCarry("upgradeSettings.strategy", "SURGE")
            .ShouldCarry("upgradeSettings.maxSurge", 1)
            .ShouldCarry("upgradeSettings.maxUnavailable", 0);

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Nodes_run_Container_Optimized_OS_shielded(string role) =>
        (await PoolAsync(role))
            .ShouldCarry("nodeConfig.imageType", "COS_CONTAINERD")
            .ShouldCarry("nodeConfig.shieldedInstanceConfig.enableSecureBoot", true)
            .ShouldCarry("nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring", true);

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Pods_cannot_borrow_the_nodes_identity(string role) =>
        (await PoolAsync(role))
            .ShouldCarry("nodeConfig.workloadMetadataConfig.mode", "GKE_METADATA")
            .ShouldCarry("nodeConfig.metadata.disable-legacy-endpoints", "true")
            .ShouldCarry("nodeConfig.serviceAccount", "nodes@pmcrm-test.iam.gserviceaccount.com")
            .ShouldCarry("nodeConfig.oauthScopes[0]", "https://www.googleapis.com/auth/cloud-platform");

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Kubelet_has_no_read_only_port(string role) =>
        (await PoolAsync(role)).ShouldCarry("nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled", "FALSE");

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Nodes_carry_their_role_as_a_label(string role)
    {
        var pool = (await PoolAsync(role))
            .ShouldCarry("nodeConfig.labels.app", "pmcrm")
            .ShouldCarry("nodeConfig.labels.env", "test")
            .ShouldCarry("nodeConfig.labels.pool", role)
            .ShouldCarry("nodeConfig.resourceLabels.managed-by", "pulumi");
        Assert.Equal(["pmcrm-test-node", $"pmcrm-test-{role}"], pool.ListAt("nodeConfig.tags"));
    }

    [Theory]
    [InlineData("workers")]
    [InlineData("monitoring")]
    public async Task Special_pools_are_tainted(string role) =>
        (await PoolAsync(role))
            .ShouldCarry("nodeConfig.taints[0].key", "pool")
            .ShouldCarry("nodeConfig.taints[0].value", role)
            .ShouldCarry("nodeConfig.taints[0].effect", "NO_SCHEDULE");

    [Fact]
    public async Task App_pool_has_no_taint() => (await PoolAsync("app")).ShouldLack("nodeConfig.taints");

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Draining_respects_disruption_budgets(string role) =>
        (await PoolAsync(role)).ShouldCarry("nodeDrainConfigs[0].respectPdbDuringNodePoolDeletion", true);

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Nodes_are_private(string role) => (await PoolAsync(role)).ShouldCarry("networkConfig.enablePrivateNodes", true);

    [Fact]
    public async Task Spot_pools_use_any_zone_with_capacity() =>
        (await new GkeClusterBuilder { Spot = true }.PoolAsync("app"))
            .ShouldCarry("nodeConfig.spot", true)
            .ShouldCarry("autoscaling.locationPolicy", "ANY");

    [Fact]
    public async Task New_pool_takes_over_before_the_old_one_is_deleted()
    {
        var pool = (await PoolAsync("app")).ShouldLack("name");
        Assert.NotEqual(true, ((CustomResourceOptions)pool.Options!).DeleteBeforeReplace);
    }

    [Fact]
    public async Task Initial_node_count_never_replaces_a_pool() =>
        Assert.Equal(["initialNodeCount"], (await PoolAsync("app")).Options!.IgnoreChanges);

    private static Task<RecordedResource> PoolAsync(string role) => new GkeClusterBuilder().PoolAsync(role);
}
