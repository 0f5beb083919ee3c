using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>A plan's resources by URN, with the lookups that a drawing needs.</summary>
internal sealed class PlanIndex
{
    private readonly Dictionary<string, PlanResource> byUrn;
    private readonly HashSet<string> parents;
    private readonly Dictionary<string, PlanResource?> owners = new(StringComparer.Ordinal);

    public PlanIndex(DeploymentPlan plan, IReadOnlyList<PlanResource> resources)
    {
        Plan = plan;
        byUrn = resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        parents = resources.Select(resource => resource.Parent).OfType<string>().ToHashSet(StringComparer.Ordinal);
        // A component that another process builds has no children in the plan: it is drawn as one resource.
        Drawn =
        [
            .. resources.Where(resource =>
                !resource.IsStack
                && (resource.IsCustom || !parents.Contains(resource.Urn))
                && RoleTable.Of(resource.Type).Drawn != Graph.Drawn.No
            ),
        ];
    }

    public DeploymentPlan Plan { get; }

    /// <summary>The managed resources, and components without children.</summary>
    public IReadOnlyList<PlanResource> Drawn { get; }

    public PlanResource? Find(string? urn) => urn is null ? null : byUrn.GetValueOrDefault(urn);

    /// <summary>The nearest component around a resource; null for a resource directly in the stack.</summary>
    public PlanResource? Owner(PlanResource resource)
    {
        if (!owners.TryGetValue(resource.Urn, out var owner))
            owners[resource.Urn] = owner = FindOwner(resource);
        return owner;
    }

    private PlanResource? FindOwner(PlanResource resource)
    {
        for (var parent = Find(resource.Parent); parent is not null; parent = Find(parent.Parent))
            if (!parent.IsCustom)
                return parent.IsStack ? null : parent;
        return null;
    }

    /// <summary>The resources that the values of a resource's properties come from.</summary>
    public IEnumerable<(string Property, PlanResource Resource)> Needs(PlanResource resource)
    {
        foreach (var (property, urns) in resource.PropertyDependencies)
        foreach (var urn in urns)
            if (Find(urn) is { } needed && needed.Urn != resource.Urn)
                yield return (property, needed);
    }

    /// <summary>Every text inside a value.</summary>
    public static IEnumerable<string> Texts(PlanValue? value) =>
        value switch
        {
            PlanText text => [text.Text],
            PlanList list => list.Items.SelectMany(Texts),
            PlanMap map => map.Entries.Values.SelectMany(Texts),
            _ => [],
        };

    /// <summary>Every value under a key, at any depth.</summary>
    public static IEnumerable<PlanValue> Under(PlanValue? value, string key) =>
        value switch
        {
            PlanList list => list.Items.SelectMany(item => Under(item, key)),
            PlanMap map => map.Entries.SelectMany(entry => entry.Key == key ? [entry.Value] : Under(entry.Value, key)),
            _ => [],
        };

    public static string? Text(PlanValue? value, string path) => (value?.At(path) as PlanText)?.Text;
}
