using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>
/// A removed resource and an added one of the same type that look the same. Most likely the resource was renamed or moved. Without an
/// alias, the deployment deletes the old one and creates the new one.
/// </summary>
/// <param name="Line">The C# that keeps the resource.</param>
public sealed record MissingAlias(ResourceDiff Removed, ResourceDiff Added, string Line)
{
    // The share of the inputs (of those that either has) that must be equal.
    private const double MinShare = 0.7;

    /// <summary>
    /// Renamed components come first. Resources below a listed component are left out, because children inherit the alias.
    /// </summary>
    public static IReadOnlyList<MissingAlias> Of(PlanDiff diff)
    {
        var added = diff.Resources.Where(resource => resource.Kind == DiffKind.Added).ToList();
        var found = new List<MissingAlias>();
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var removed in diff.Resources.Where(resource => resource.Kind == DiffKind.Removed).OrderBy(Depth))
        {
            var before = removed.Resource;
            if (before.Parent is { } parent && covered.Contains(parent))
            {
                covered.Add(before.Urn);
                continue;
            }
            var match = added
                .Where(candidate => candidate.Resource.Type == before.Type && candidate.Resource.IsCustom == before.IsCustom)
                .Select(candidate => (candidate, share: Share(before.Inputs, candidate.Resource.Inputs)))
                .Where(pair => pair.share >= MinShare || !before.IsCustom)
                .OrderByDescending(pair => pair.share)
                .Select(pair => pair.candidate)
                .FirstOrDefault();
            if (match is null)
                continue;
            added.Remove(match);
            covered.Add(before.Urn);
            found.Add(new MissingAlias(removed, match, LineFor(before, match.Resource)));
        }
        return found;
    }

    private static int Depth(ResourceDiff resource) => Urn.QualifiedType(resource.Resource.Urn).Count(letter => letter == '$');

    // pulumi/pulumi, sdk/dotnet Alias: a name alone keeps type and parent; anything else is named by its URN.
    private static string LineFor(PlanResource before, PlanResource after) =>
        before.Parent == after.Parent
            ? $"Aliases = {{ new Alias {{ Name = \"{before.Name}\" }} }}"
            : $"Aliases = {{ new Alias {{ Urn = \"{before.Urn}\" }} }}";

    private static double Share(PlanMap before, PlanMap after)
    {
        var keys = before.Entries.Keys.Union(after.Entries.Keys).ToList();
        return keys.Count == 0 ? 1 : keys.Count(key => PlanValue.Same(before[key], after[key])) / (double)keys.Count;
    }
}
