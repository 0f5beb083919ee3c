using PmCrm.Components.Cluster;
using PmCrm.Components.Common;

namespace PmCrm.Stacks.Settings;

/// <summary>Reads the node pools and checks their sum: 3 to 20 nodes (the deployment document).</summary>
internal static class ClusterSettingsReader
{
    private const int MinTotalNodes = 3;
    private const int MaxTotalNodes = 20;

    public static ClusterSettings Read(SettingsReader reader)
    {
        var spot = reader.Flag("spotNodes");
        var pools = new[] { NodePoolRole.App, NodePoolRole.Workers, NodePoolRole.Monitoring }
            .Select(role => ReadPool(reader, role, spot))
            .ToList();
        if (pools.Sum(pool => pool.MinNodes) < MinTotalNodes)
            reader.RefuseTogether(
                $"{Keys(reader, "MinNodes")} together are {pools.Sum(pool => pool.MinNodes)}; accepted: at least {MinTotalNodes}"
            );
        if (pools.Sum(pool => pool.MaxNodes) > MaxTotalNodes)
            reader.RefuseTogether(
                $"{Keys(reader, "MaxNodes")} together are {pools.Sum(pool => pool.MaxNodes)}; accepted: at most {MaxTotalNodes}"
            );
        return new ClusterSettings(pools, reader.Number("yearEndFreeze", 2025, 2100));
    }

    private static NodePoolSize ReadPool(SettingsReader reader, NodePoolRole role, bool spot)
    {
        var machineType = reader.Text($"{role}MachineType", Patterns.Name(), MachineTypes.Accepted);
        if (machineType.Length > 0 && !MachineTypes.Exists(machineType))
            reader.Refuse($"{role}MachineType", MachineTypes.Accepted);
        var min = reader.Number($"{role}MinNodes", 1, MaxTotalNodes);
        var max = reader.Number($"{role}MaxNodes", NodePoolSize.MinMaxNodes, MaxTotalNodes);
        if (max < min)
            reader.Refuse($"{role}MaxNodes", $"at least {reader.Full($"{role}MinNodes")}, which is {min}");
        return new NodePoolSize(role, machineType, min, max, spot);
    }

    private static string Keys(SettingsReader reader, string what) =>
        $"{reader.Full($"{NodePoolRole.App}{what}")}, {reader.Full($"{NodePoolRole.Workers}{what}")} and {reader.Full($"{NodePoolRole.Monitoring}{what}")}";
}
