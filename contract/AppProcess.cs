namespace PmCrm.Contract;

/// <summary>The processes that the image can run; each gets only the variables that it reads.</summary>
[Flags]
public enum AppProcess
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Serves the API.</summary>
    Backend = 1,

    /// <summary>Does background work: reminders, imports, exports.</summary>
    Worker = 2,

    /// <summary>Migrates the database and exits.</summary>
    Migration = 4,

    /// <summary>Checks whether a database can be served and exits: run by hand and in rehearsals, never in a deployment.</summary>
    Verification = 8,

    /// <summary>Every process that a deployment runs.</summary>
    All = Backend | Worker | Migration,
}
