using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>
/// Why resources are replaced: some because their own property changed, others only because they use a replaced resource. Properties with
/// the same old and the same new value are one cause, for example a region that changes in many places.
/// </summary>
internal sealed class ReplacementCauses
{
    private readonly Dictionary<string, ResourceDiff> replaced;
    private readonly Dictionary<string, PropertyChange> own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> causes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> counts;

    public ReplacementCauses(PlanDiff diff)
    {
        replaced = diff.Resources.Where(resource => resource.Kind == DiffKind.Replaced).ToDictionary(resource => resource.Resource.Urn);
        foreach (var resource in replaced.Values)
            if (OwnChange(resource) is { } change)
                own[resource.Resource.Urn] = change;
        foreach (var urn in replaced.Keys)
            causes[urn] = Cause(urn, []);
        counts = causes.Values.GroupBy(cause => cause, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());
    }

    /// <summary>The property of its own that replaces a resource; null where it only follows another.</summary>
    public PropertyChange? OwnOf(ResourceDiff resource) => own.GetValueOrDefault(resource.Resource.Urn);

    /// <summary>The replaced resource that this one follows.</summary>
    public ResourceDiff? LeaderOf(ResourceDiff resource) =>
        own.ContainsKey(resource.Resource.Urn) ? null : Leaders(resource).FirstOrDefault();

    /// <summary>How many other resources are replaced for the same cause.</summary>
    public int FollowersOf(ResourceDiff resource) => causes.TryGetValue(resource.Resource.Urn, out var cause) ? counts[cause] - 1 : 0;

    /// <summary>What resources of one cause have in common.</summary>
    public string? CauseOf(ResourceDiff resource) => causes.GetValueOrDefault(resource.Resource.Urn);

    private PropertyChange? OwnChange(ResourceDiff resource) =>
        resource.Changes.FirstOrDefault(change =>
            change.ForcesReplacement && change.New is not PlanUnknown && !Uses(resource.Resource, change).Any(replaced.ContainsKey)
        );

    private static IEnumerable<string> Uses(PlanResource resource, PropertyChange change) =>
        PropertyPath.Parse(change.Path).Steps is [{ Key: { } key }, ..] ? resource.PropertyDependencies.GetValueOrDefault(key, []) : [];

    private string Cause(string urn, HashSet<string> seen)
    {
        if (own.TryGetValue(urn, out var change))
            return $"{Key(change.Old)} -> {Key(change.New)}";
        if (seen.Add(urn))
            foreach (var leader in Leaders(replaced[urn]))
                return Cause(leader.Resource.Urn, seen);
        return urn;
    }

    private static string Key(PlanValue? value) => value is PlanText text ? text.Text : value?.ToString() ?? "";

    private IEnumerable<ResourceDiff> Leaders(ResourceDiff resource)
    {
        var words = resource.Because?.Split(' ', ',', ':') ?? [];
        var named = replaced.Values.Where(other => other != resource && words.Contains(other.Resource.Name));
        var used = resource
            .Changes.Where(change => change.ForcesReplacement)
            .SelectMany(change => Uses(resource.Resource, change))
            .Where(replaced.ContainsKey)
            .Select(urn => replaced[urn]);
        return named.Concat(used).Where(other => other.Resource.Urn != resource.Resource.Urn);
    }
}
