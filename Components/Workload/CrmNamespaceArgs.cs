using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="CrmNamespace"/>.</summary>
public sealed class CrmNamespaceArgs : ResourceArgs
{
    /// <summary>The namespace's name.</summary>
    public required string Namespace { get; init; }

    /// <summary>Quota of all pods of the namespace together.</summary>
    public required NamespaceQuota Quota { get; init; }

    /// <summary>Labels of the objects.</summary>
    public required ResourceLabels Labels { get; init; }
}

/// <summary>Quota of all pods of a namespace together.</summary>
/// <param name="Pods">Number of pods.</param>
/// <param name="Requests">Sum of their requests.</param>
/// <param name="Limits">Sum of their limits.</param>
public sealed record NamespaceQuota(int Pods, ComputeResources Requests, ComputeResources Limits)
{
    /// <summary>The quota for these numbers of pods of these sizes.</summary>
    public static NamespaceQuota For(params (int Pods, ContainerResources Size)[] workloads) =>
        new(workloads.Sum(workload => workload.Pods), Sum(workloads, size => size.Requests), Sum(workloads, size => size.Limits));

    private static ComputeResources Sum((int Pods, ContainerResources Size)[] workloads, Func<ContainerResources, ComputeResources> of) =>
        new(
            workloads.Sum(workload => workload.Pods * of(workload.Size).CpuMillicores),
            workloads.Sum(workload => workload.Pods * of(workload.Size).MemoryMi),
            workloads.Sum(workload => workload.Pods * of(workload.Size).EphemeralStorageMi)
        );
}
