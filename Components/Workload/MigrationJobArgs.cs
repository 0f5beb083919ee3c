namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="MigrationJob"/>.</summary>
public sealed class MigrationJobArgs : AppWorkloadArgs
{
    /// <summary>Time after which a migration that has not ended is stopped. Default 15 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a failed migration is retried. Default 3.</summary>
    public int Retries { get; init; } = 3;
}
