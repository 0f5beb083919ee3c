using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="BackendWorkload"/>.</summary>
public sealed class BackendWorkloadArgs : AppServiceArgs
{
    /// <summary>The migration that must succeed before pods of this image start.</summary>
    public required MigrationJob Migration { get; init; }

    /// <summary>The controller that sends requests to the backend.</summary>
    public required IngressController Controller { get; init; }
}
