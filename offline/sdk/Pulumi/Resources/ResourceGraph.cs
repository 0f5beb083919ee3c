using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Follows dependencies to the resources that a provider manages.</summary>
internal static class ResourceGraph
{
    /// <summary>Custom and remote resources; for a component, also those below it.</summary>
    public static HashSet<Resource> Expand(IEnumerable<Resource> resources)
    {
        var seen = new HashSet<Resource>();
        var open = new System.Collections.Generic.Stack<Resource>(resources.Reverse());
        while (open.TryPop(out var resource))
        {
            if (!seen.Add(resource) || resource is not ComponentResource)
                continue;
            foreach (var child in resource.SnapshotChildren())
                open.Push(child);
        }

        seen.RemoveWhere(resource => resource is ComponentResource { IsRemote: false });
        return seen;
    }

    /// <summary>
    /// The dependencies, if already known, with the resources below their components now. A component may gain children later.
    /// </summary>
    public static InputList<Resource> Capture(InputList<Resource> resources)
    {
        var data = resources.ToOutput().DataTask;
        if (
            !data.IsCompletedSuccessfully
            || data.GetAwaiter().GetResult() is not { IsKnown: true, Value: ImmutableArray<Resource> { IsDefault: false } known }
        )
            return resources;
        return known.Any(resource => resource is ComponentResource)
            ? ImmutableArray.CreateRange(Expand(known.Where(resource => resource is not null)))
            : resources;
    }

    public static async Task<HashSet<string>> UrnsAsync(IReadOnlyCollection<Resource> resources)
    {
        var urns = new HashSet<string>();
        if (resources.Count == 0)
            return urns;
        foreach (var resource in Expand(resources))
        {
            if (await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) is { Length: > 0 } urn)
                urns.Add(urn);
        }

        return urns;
    }
}
