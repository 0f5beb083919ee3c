using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>
/// An order in which a program could have registered a plan's resources. A plan's own order may have a provider after its resources.
/// </summary>
internal static class RegistrationOrder
{
    /// <summary>The resources, each after all those that it refers to; otherwise in the given order.</summary>
    public static List<PlanResource> Of(IReadOnlyList<PlanResource> resources)
    {
        var byUrn = resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<PlanResource>(resources.Count);
        foreach (var resource in resources)
            Take(resource);
        return ordered;

        void Take(PlanResource resource)
        {
            if (!taken.Add(resource.Urn))
                return;
            foreach (var urn in Needs(resource))
                if (byUrn.TryGetValue(urn, out var needed))
                    Take(needed);
            ordered.Add(resource);
        }
    }

    private static IEnumerable<string> Needs(PlanResource resource) =>
        resource
            .Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns))
            .Concat(resource.Options.ReplaceWith)
            .Concat(new[] { resource.Parent, resource.ProviderUrn, resource.Options.DeletedWith }.OfType<string>());
}
