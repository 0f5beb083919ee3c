using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>GKE clusters and their node pools.</summary>
internal static class GcpClusterPricer
{
    // nodeConfig.diskSizeGb and diskType where they are not set: the provider's documentation of google_container_node_pool.
    private const decimal DefaultDiskGb = 100;
    private const string DefaultDiskType = "pd-balanced";

    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        ["gcp:container/cluster:Cluster"] = Cluster,
        ["gcp:container/nodePool:NodePool"] = NodePool,
    };

    // The free-tier credit is one per billing account, and no regional cluster gets it (cloud.google.com/kubernetes-engine/pricing), so
    // it is not counted.
    private static void Cluster(Estimator all, PlanResource cluster)
    {
        all.Bill(
            cluster,
            "cluster management",
            Item.Gcp("gke.cluster.management", Price.Everywhere, "hour"),
            CostRange.Fixed(CostEstimate.HoursPerMonth)
        );
        if (cluster.Flag("enableAutopilot"))
            all.Unpriced(cluster, "pods of an Autopilot cluster: the price list has no Autopilot prices");
        if (cluster.Flag("monitoringConfig.managedPrometheus.enabled"))
            all.BillUsage(
                cluster,
                "Managed Prometheus samples",
                Item.Gcp("monitoring.prometheus.samples", Price.Everywhere, "1m samples"),
                "prometheus.samples"
            );
        if (!PlanInputs.IsZone(cluster.Text("location")))
            all.BillUsage(cluster, "traffic between zones", Item.Gcp("egress.inter-zone", Price.Everywhere, "gb"), "egress.inter-zone");
    }

    private static void NodePool(Estimator all, PlanResource pool)
    {
        var region = PlanInputs.RegionOf(pool.Text("location"));
        var nodes = all.Pools.Of(pool);
        var name = pool.Text("nodeConfig.machineType");
        var market = pool.Flag("nodeConfig.spot") || pool.Flag("nodeConfig.preemptible") ? "spot" : "on_demand";
        var words = market == "spot" ? "spot nodes" : "nodes";
        var hours = nodes * CostEstimate.HoursPerMonth;
        var whole = Item.Gcp($"compute.{name}.{market}", region, "hour");
        // E2 machines without a row of their own are priced by vCPUs and memory. That is wrong for shared-core machines.
        if (!all.Has(whole) && MachineType.Of(name) is { IsShared: false } machine)
        {
            all.Bill(pool, $"{name} {words}, vCPUs", Item.Gcp($"compute.e2.vcpu.{market}", region, "hour"), hours * machine.Cpus);
            all.Bill(pool, $"{name} {words}, memory", Item.Gcp($"compute.e2.ram.{market}", region, "gb-hour"), hours * machine.MemoryGib);
        }
        else
            all.Bill(pool, $"{name} {words}", whole, hours);
        var type = pool.Text("nodeConfig.diskType") is { Length: > 0 } said ? said : DefaultDiskType;
        var size = pool.Number("nodeConfig.diskSizeGb") ?? DefaultDiskGb;
        all.Bill(pool, $"{type} disks of the nodes", Item.Gcp($"compute.disk.{type}", region, "gb-month"), nodes * size);
    }
}
