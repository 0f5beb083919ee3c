using System.Collections.Immutable;

namespace PmCrm.Components.Workload;

/// <summary>CPU, memory and ephemeral storage.</summary>
/// <param name="CpuMillicores">CPU in thousandths of a core.</param>
/// <param name="MemoryMi">Memory in MiB.</param>
/// <param name="EphemeralStorageMi">Logs and temporary files on the node's disk, in MiB.</param>
public sealed record ComputeResources(int CpuMillicores, int MemoryMi, int EphemeralStorageMi)
{
    /// <summary>
    /// The quantities as Kubernetes writes them, by resource name; the prefix is that of a quota's <c>requests.</c> or <c>limits.</c>
    /// </summary>
    public ImmutableDictionary<string, string> ToQuantities(string prefix = "") =>
        ImmutableDictionary.CreateRange([
            KeyValuePair.Create($"{prefix}cpu", $"{CpuMillicores}m"),
            KeyValuePair.Create($"{prefix}memory", $"{MemoryMi}Mi"),
            KeyValuePair.Create($"{prefix}ephemeral-storage", $"{EphemeralStorageMi}Mi"),
        ]);
}

/// <summary>What a container reserves and what it may use.</summary>
/// <param name="Requests">What the scheduler reserves on a node.</param>
/// <param name="Limits">The most that the container may use.</param>
public sealed record ContainerResources(ComputeResources Requests, ComputeResources Limits);
