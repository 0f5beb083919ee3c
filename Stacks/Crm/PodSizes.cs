using PmCrm.Components.Workload;
using PmCrm.Stacks.Settings;

namespace PmCrm.Stacks.Crm;

/// <summary>Requests and limits of the application's pods. The backend's values are from the deployment document.</summary>
internal static class PodSizes
{
    public static ContainerResources Backend { get; } =
        new(
            Requests: new ComputeResources(CpuMillicores: 500, MemoryMi: 512, EphemeralStorageMi: 256),
            Limits: new ComputeResources(CpuMillicores: 1000, MemoryMi: 1024, EphemeralStorageMi: 512)
        );

    public static ContainerResources Worker { get; } =
        new(
            Requests: new ComputeResources(CpuMillicores: 250, MemoryMi: 256, EphemeralStorageMi: 256),
            Limits: new ComputeResources(CpuMillicores: 1000, MemoryMi: 512, EphemeralStorageMi: 512)
        );

    public static ContainerResources Migration { get; } =
        new(
            Requests: new ComputeResources(CpuMillicores: 250, MemoryMi: 256, EphemeralStorageMi: 128),
            Limits: new ComputeResources(CpuMillicores: 1000, MemoryMi: 512, EphemeralStorageMi: 256)
        );

    /// <summary>All workloads at their maximum, in the middle of a rollout, with a migration running.</summary>
    public static NamespaceQuota Quota(AppSettings app) =>
        NamespaceQuota.For((app.Backend.MaxExisting, Backend), (app.Workers.MaxExisting, Worker), (1, Migration));
}
