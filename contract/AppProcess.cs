namespace PmCrm.Contract;

/// <summary>What the one image runs as; each is told only the variables that it reads.</summary>
[Flags]
public enum AppProcess
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Serves the API.</summary>
    Backend = 1,

    /// <summary>Does background work: reminders, imports, exports.</summary>
    Worker = 2,

    /// <summary>Brings the database to a schema, and ends.</summary>
    Migration = 4,

    /// <summary>Looks whether a database can be served, and ends: by hand and in rehearsals, never in a deployment.</summary>
    Verification = 8,

    /// <summary>All that a deployment runs.</summary>
    All = Backend | Worker | Migration,
}
