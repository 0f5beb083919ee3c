namespace PmCrm.Preview.Diff;

/// <summary>What is at risk, the worst first.</summary>
public enum DangerKind
{
    DataLoss,
    Outage,
    Restart,

    /// <summary>Identity or exposure: who may do what, and from where something is reached.</summary>
    Access,
}

/// <summary>One thing in a change that a reviewer has to know.</summary>
public sealed record Danger
{
    public required DangerKind Kind { get; init; }

    /// <summary>Within a kind, the lowest value is the worst.</summary>
    public int Rank { get; init; }

    public required ResourceDiff Resource { get; init; }

    /// <summary>What happens, in words.</summary>
    public required string What { get; init; }

    /// <summary>The property whose change is the cause; null where there is none.</summary>
    public string? Property { get; init; }

    /// <summary>What else is the cause, for example <c>part of replacing cache</c>.</summary>
    public string? Because { get; init; }

    /// <summary>Identifies the cause that several replaced resources share; null where there is none.</summary>
    public string? Cause { get; init; }

    /// <summary>How many other resources are replaced for the same cause.</summary>
    public int Followers { get; init; }

    /// <summary>What prevents it, in words; null where nothing does.</summary>
    public string? Protection { get; init; }

    /// <summary>The cloud refuses it, so the deployment stops there.</summary>
    public bool StopsDeployment { get; init; }
}

/// <summary>What a change does to a stack, in one word.</summary>
public enum Verdict
{
    Unchanged,
    Safe,
    Restarts,
    Replaces,
    LosesData,
    Refused,
}
