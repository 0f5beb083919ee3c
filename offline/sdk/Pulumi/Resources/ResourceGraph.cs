namespace Pulumi;

/// <summary>Follows dependencies to what a provider manages.</summary>
internal static class ResourceGraph
{
    /// <summary>Custom and remote resources; for a component, those among all below it too.</summary>
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
