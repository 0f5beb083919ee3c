using System.Globalization;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>How many nodes the GKE node pools of a plan have.</summary>
internal sealed class NodePools
{
    /// <summary>GKE puts a regional pool into three zones unless the zones are set.</summary>
    private const int ZonesOfARegion = 3;

    private const int DefaultPodsPerNode = 110;

    // The pods on every node besides the workloads, unless the usage file says: kube-proxy, the metadata server, the log agent.
    private const decimal SystemPods = 10;

    private readonly Dictionary<string, CostRange> nodes = new(StringComparer.Ordinal);
    private readonly List<string> notes = [];
    private readonly UsageAssumptions usage;

    public NodePools(DeploymentPlan plan, UsageAssumptions usage)
    {
        this.usage = usage;
        var pools = plan.Resources.Where(resource => resource.Type == "gcp:container/nodePool:NodePool").ToList();
        var groups = PodGroup.Of(plan).ToLookup(group => pools.FirstOrDefault(group.MayRunOn)?.Urn);
        foreach (var pool in pools)
            nodes[pool.Urn] = NodesOf(pool, [.. groups[pool.Urn]]);
        foreach (var homeless in groups[null])
            if (pools.Count > 0)
                notes.Add($"No node pool of the plan takes the pods of '{homeless.Name}': they are not in the node counts.");
        if (pools.Count > 0)
            notes.Add("Pods of Helm charts are not in the plan, so the reachable maximum counts no nodes for them.");
    }

    public IReadOnlyList<string> Notes => notes;

    public CostRange Of(PlanResource pool) => nodes[pool.Urn];

    /// <summary>All nodes.</summary>
    public CostRange Total => nodes.Values.Aggregate(default(CostRange), (sum, range) => sum + range);

    private CostRange NodesOf(PlanResource pool, IReadOnlyList<PodGroup> groups)
    {
        var location = pool.Text("location");
        var zones =
            PlanInputs.IsZone(location) ? 1
            : pool.Inputs.At("nodeLocations") is PlanList list ? list.Items.Count
            : ZonesOfARegion;
        var fixedCount = (pool.Number("nodeCount") ?? pool.Number("initialNodeCount") ?? 1) * zones;
        var low = Bound(pool, "Min", zones) ?? fixedCount;
        var high = Bound(pool, "Max", zones) ?? fixedCount;
        return new CostRange(
            Math.Clamp(Filled(pool, groups, group => group.Minimum), low, Math.Max(low, high)),
            Math.Clamp(Filled(pool, groups, group => group.Maximum), low, Math.Max(low, high)),
            high
        );
    }

    private static decimal? Bound(PlanResource pool, string end, int zones) =>
        pool.Number($"autoscaling.total{end}NodeCount") ?? pool.Number($"autoscaling.{end.ToLowerInvariant()}NodeCount") * zones;

    // First fit, the largest pods first. The extra pods of a rollout, which exist for minutes, are not counted.
    private int Filled(PlanResource pool, IReadOnlyList<PodGroup> groups, Func<PodGroup, int> count)
    {
        if (groups.Count == 0 || MachineType.Of(pool.Text("nodeConfig.machineType")) is not { } machine)
            return 0;
        var (cpus, bytes) = machine.Allocatable;
        cpus -= usage.Amount("node.system.cpu", "vcpu") ?? 0;
        bytes -= (usage.Amount("node.system.memory", "gib") ?? 0) * 1024 * 1024 * 1024;
        var places = (pool.Number("maxPodsPerNode") ?? DefaultPodsPerNode) - SystemPods;
        var free = new List<(decimal Cpus, decimal Bytes, decimal Places)>();
        foreach (var group in groups.OrderByDescending(group => group.Cpus).ThenByDescending(group => group.Bytes))
        {
            if (group.Cpus > cpus || group.Bytes > bytes)
            {
                var message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"A pod of '{group.Name}' asks for more than a node of '{pool.Name}' has: {group.Cpus:0.##} of {cpus:0.##} cores."
                );
                if (!notes.Contains(message))
                    notes.Add(message);
                continue;
            }
            for (var pod = 0; pod < count(group); pod++)
            {
                var at = free.FindIndex(node => node.Cpus >= group.Cpus && node.Bytes >= group.Bytes && node.Places >= 1);
                if (at < 0)
                {
                    at = free.Count;
                    free.Add((cpus, bytes, places));
                }
                free[at] = (free[at].Cpus - group.Cpus, free[at].Bytes - group.Bytes, free[at].Places - 1);
            }
        }
        return free.Count;
    }
}
