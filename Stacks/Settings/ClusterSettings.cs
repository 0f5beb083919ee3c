using PmCrm.Components.Cluster;

namespace PmCrm.Stacks.Settings;

/// <summary>The node pools.</summary>
/// <param name="NodePools">Pools <c>app</c>, <c>workers</c>, <c>monitoring</c>.</param>
/// <param name="YearEndFreeze">The year at whose end minor versions and nodes are not upgraded.</param>
public sealed record ClusterSettings(IReadOnlyList<NodePoolSize> NodePools, int YearEndFreeze);
