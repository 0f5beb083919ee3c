using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="BackendWorkload"/>.</summary>
public sealed class BackendWorkloadArgs : AppServiceArgs
{
    /// <summary>The migration that must have ended well before pods of this image start.</summary>
    public required MigrationJob Migration { get; init; }

    /// <summary>Who sends the backend requests.</summary>
    public required IngressController Controller { get; init; }
}
