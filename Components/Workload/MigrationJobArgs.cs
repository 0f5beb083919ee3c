namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="MigrationJob"/>.</summary>
public sealed class MigrationJobArgs : AppWorkloadArgs
{
    /// <summary>Time after which a migration that has not ended is stopped. Default 15 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a failed migration is tried again. Default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Time for which an ended job is kept to be looked at. Default a day.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(1);
}
