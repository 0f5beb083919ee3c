using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>What a deployment does with one resource of the program, and why.</summary>
internal sealed record Step
{
    public required Outcome Outcome { get; init; }

    /// <summary>The resource that there was; null when it is new.</summary>
    public PlanResource? Was { get; init; }

    /// <summary>The URN that it had before, when an alias connects the two.</summary>
    public string? FormerUrn { get; init; }

    /// <summary>The inputs that differ, as the provider sees them.</summary>
    public IReadOnlyList<PropertyChange> Changes { get; init; } = [];

    /// <summary>A reason for the replacement other than its own inputs.</summary>
    public string? Because { get; init; }

    /// <summary>The resource is protected, so the engine refuses the step.</summary>
    public bool IsRefused { get; init; }
}
