using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>
/// The dependents that are deleted together with a resource before it is replaced: those that would themselves be replaced if the values
/// that they take from it became unknown. Follows the engine (pulumi/pulumi, pkg/resource/deploy/step_generator.go,
/// <c>calculateDependentReplacements</c> and <c>findDependentCascadeReplacements</c>).
/// </summary>
internal sealed class DependentReplacements(IReadOnlyList<PlanResource> before, ProviderRules rules)
{
    /// <param name="root">The resource that is deleted first, as deployed.</param>
    /// <param name="registered">
    /// The former URNs of resources that the program has already registered; none of those can depend on it.
    /// </param>
    /// <returns>The dependents as deployed, in dependency order.</returns>
    public IEnumerable<PlanResource> Of(PlanResource root, IReadOnlySet<string> registered)
    {
        var dependents = new HashSet<string>(StringComparer.Ordinal) { root.Urn };
        var replaced = new HashSet<string>(StringComparer.Ordinal) { root.Urn };
        foreach (var resource in before)
        {
            if (registered.Contains(resource.Urn) || resource.Urn == root.Urn || !DependsOnAny(resource, dependents))
                continue;
            dependents.Add(resource.Urn);
            if (IsReplaced(resource, replaced))
                replaced.Add(resource.Urn);
        }
        var cascading = before
            .Where(resource => resource.Options.DeletedWith == root.Urn || resource.Options.ReplaceWith.Contains(root.Urn))
            .Select(resource => resource.Urn);
        replaced.UnionWith(cascading.Where(urn => !registered.Contains(urn)));
        replaced.Remove(root.Urn);
        return before.Where(resource => replaced.Contains(resource.Urn));
    }

    private static bool DependsOnAny(PlanResource resource, HashSet<string> urns) =>
        resource.Dependencies.Any(urns.Contains)
        || resource.PropertyDependencies.Values.Any(dependencies => dependencies.Any(urns.Contains))
        || (resource.ProviderUrn is { } provider && urns.Contains(provider))
        || (resource.Options.DeletedWith is { } owner && urns.Contains(owner))
        || resource.Options.ReplaceWith.Any(urns.Contains);

    private bool IsReplaced(PlanResource resource, HashSet<string> replaced)
    {
        if (!resource.IsCustom || resource.IsRead)
            return false;
        if (resource.ProviderUrn is { } provider && replaced.Contains(provider))
            return true;
        if (resource.Options.DeletedWith is { } owner && replaced.Contains(owner))
            return true;
        // Without dependencies by property, every property depends on every dependency (source_eval.go).
        var unknown = resource
            .Inputs.Entries.Keys.Where(key =>
                resource.PropertyDependencies.Count == 0
                    ? resource.Dependencies.Any(replaced.Contains)
                    : resource.PropertyDependencies.GetValueOrDefault(key, []).Any(replaced.Contains)
            )
            .ToList();
        if (unknown.Count == 0)
            return false;
        var inputs = new SortedDictionary<string, PlanValue>(resource.Inputs.Entries.ToDictionary(), StringComparer.Ordinal);
        foreach (var key in unknown)
            inputs[key] = PlanUnknown.Instance;
        return rules
            .Changes(resource, resource with { Inputs = new PlanMap(inputs) }, ProviderOf(resource))
            .Any(change => change.ForcesReplacement);
    }

    private PlanResource? ProviderOf(PlanResource resource) =>
        resource.ProviderUrn is { } provider ? before.FirstOrDefault(other => other.Urn == provider) : null;
}
