using PmCrm.Components.Common;

namespace PmCrm.Components.ClusterServices;

/// <summary>Parts of a chart's values that have the same form in every chart.</summary>
internal static class HelmValues
{
    /// <summary>Runs pods on the nodes of a role: selects them, and tolerates their taint.</summary>
    public static Dictionary<string, object> OnPool(NodePoolRole role) =>
        new()
        {
            ["nodeSelector"] = new Dictionary<string, object> { [NodePoolRole.Key] = role.Name },
            ["tolerations"] = role.IsTainted
                ? new object[]
                {
                    new Dictionary<string, object>
                    {
                        ["key"] = NodePoolRole.Key,
                        ["operator"] = "Equal",
                        ["value"] = role.Name,
                        ["effect"] = NodePoolRole.TaintEffect,
                    },
                }
                : [],
        };

    /// <summary>A container's requests and limits.</summary>
    public static Dictionary<string, object> Resources(string cpu, string memory, string cpuLimit, string memoryLimit) =>
        new()
        {
            ["requests"] = new Dictionary<string, object> { ["cpu"] = cpu, ["memory"] = memory },
            ["limits"] = new Dictionary<string, object> { ["cpu"] = cpuLimit, ["memory"] = memoryLimit },
        };

    /// <summary>Merges two sets of values; where both have a key, <paramref name="more"/> wins.</summary>
    public static Dictionary<string, object> With(this Dictionary<string, object> values, Dictionary<string, object> more)
    {
        var all = new Dictionary<string, object>(values);
        foreach (var (key, value) in more)
            all[key] = value;
        return all;
    }
}
