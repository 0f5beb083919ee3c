using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

public enum DiffKind
{
    Added,
    Changed,
    Replaced,
    Removed,

    /// <summary>Only its name, type or parent changed, and an alias keeps the resource.</summary>
    Renamed,
}

/// <summary>One property that differs.</summary>
/// <param name="Old">Null when it was not set.</param>
/// <param name="New">Null when it is no longer set.</param>
/// <param name="ForcesReplacement">The provider cannot change it in place.</param>
/// <param name="HasNoEffect">The provider leaves the value in the cloud as it is.</param>
public sealed record PropertyChange(string Path, PlanValue? Old, PlanValue? New, bool ForcesReplacement = false, bool HasNoEffect = false);

/// <summary>One resource that differs.</summary>
public sealed record ResourceDiff
{
    public required DiffKind Kind { get; init; }

    /// <summary>What the deployment does with it; meaningless for a removed resource.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>As it will be; as it was when <see cref="DiffKind.Removed"/>.</summary>
    public required PlanResource Resource { get; init; }

    /// <summary>The URN that it had before, when an alias connects the two.</summary>
    public string? FormerUrn { get; init; }

    public IReadOnlyList<PropertyChange> Changes { get; init; } = [];

    /// <summary>A reason for the replacement other than its own properties, for example <c>part of replacing cache</c>.</summary>
    public string? Because { get; init; }

    /// <summary>The resource is protected, so the engine will refuse to replace or remove it.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>What a change of the program or its configuration does to a stack.</summary>
public sealed record PlanDiff
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    /// <summary>What it is compared with, as the user named it.</summary>
    public required string BaseName { get; init; }

    /// <summary>In the order of the new plan, removed resources last.</summary>
    public required IReadOnlyList<ResourceDiff> Resources { get; init; }

    /// <summary>Changes of the stack's outputs.</summary>
    public required IReadOnlyList<PropertyChange> Outputs { get; init; }

    /// <summary>Resources that are the same.</summary>
    public required int Unchanged { get; init; }

    /// <summary>The former URNs of the resources that aliases keep, by their present ones.</summary>
    public IReadOnlyDictionary<string, string> FormerUrns =>
        Resources
            .Where(resource => resource.FormerUrn is not null)
            .ToDictionary(resource => resource.Resource.Urn, resource => resource.FormerUrn!, StringComparer.Ordinal);

    public bool IsEmpty => Resources.Count == 0 && Outputs.Count == 0;

    public int Count(DiffKind kind) => Resources.Count(resource => resource.Kind == kind);
}
