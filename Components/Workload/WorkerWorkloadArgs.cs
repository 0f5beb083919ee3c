namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="WorkerWorkload"/>.</summary>
public sealed class WorkerWorkloadArgs : AppServiceArgs
{
    /// <summary>The migration that must succeed before pods of this image start.</summary>
    public required MigrationJob Migration { get; init; }
}
