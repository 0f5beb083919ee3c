using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>Compares two plans of one stack. Both must come from this process: secrets are compared by its fingerprints.</summary>
internal sealed class PlanComparer
{
    private const string OptionsPrefix = "options";

    private readonly Dictionary<string, PlanResource> old;
    private readonly Dictionary<string, string> formerUrns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> currentUrns = new(StringComparer.Ordinal);
    private readonly HashSet<string> replaced = new(StringComparer.Ordinal);
    private readonly DeploymentPlan before;
    private readonly DeploymentPlan after;

    private PlanComparer(DeploymentPlan before, DeploymentPlan after)
    {
        this.before = before;
        this.after = after;
        old = before.Resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        MatchByAliases();
    }

    public static PlanDiff Compare(DeploymentPlan before, DeploymentPlan after, string baseName)
    {
        var comparer = new PlanComparer(before, after);
        var differing = after.Resources.Select(comparer.CompareResource).OfType<ResourceDiff>().ToList();
        var removed = comparer.Removed().ToList();
        return new PlanDiff
        {
            Project = after.Project,
            Stack = after.Stack,
            BaseName = baseName,
            Resources = [.. differing, .. removed],
            Outputs = [.. ValueComparer.Compare(PropertyPath.Root, before.Outputs, after.Outputs)
                .Select(change => new PropertyChange(change.Path.ToString(), change.Old, change.New))],
            Unchanged = after.Resources.Count - differing.Count,
        };
    }

    private void MatchByAliases()
    {
        var taken = after.Resources.Select(resource => resource.Urn).Where(old.ContainsKey).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in after.Resources)
        {
            if (old.ContainsKey(resource.Urn))
                continue;
            var former = resource.Options.Aliases.FirstOrDefault(alias => old.ContainsKey(alias) && taken.Add(alias));
            if (former is null)
                continue;
            formerUrns[resource.Urn] = former;
            currentUrns[former] = resource.Urn;
        }
    }

    private ResourceDiff? CompareResource(PlanResource resource)
    {
        var former = formerUrns.GetValueOrDefault(resource.Urn);
        if (!old.TryGetValue(former ?? resource.Urn, out var was))
            return new ResourceDiff { Kind = DiffKind.Added, Resource = resource };
        var changes = Changes(was, resource).ToList();
        var replace = resource.IsCustom && changes.Any(change => change.ForcesReplacement);
        if (replace)
            replaced.Add(resource.Urn);
        if (changes.Count == 0 && former is null)
            return null;
        return new ResourceDiff
        {
            Kind = replace ? DiffKind.Replaced : changes.Count > 0 ? DiffKind.Changed : DiffKind.Renamed,
            Resource = resource,
            FormerUrn = former,
            Changes = changes,
            IsRefused = replace && was.Options.Protect && resource.Options.Protect,
        };
    }

    private IEnumerable<PropertyChange> Changes(PlanResource was, PlanResource resource)
    {
        var ignored = resource.Options.IgnoreChanges.Select(PropertyPath.Parse).ToList();
        // The inputs of the stack are nothing that a provider sees.
        foreach (var (path, oldValue, newValue) in ValueComparer.Compare(PropertyPath.Root, was.Inputs, resource.Inputs))
            if (!ignored.Any(path.IsAtOrBelow))
                yield return new PropertyChange(
                    path.ToString(), oldValue, newValue, ImmutableProperties.Table.ForceReplacement(resource, path));
        foreach (var change in FollowedReplacements(was, resource))
            yield return change;
        var (oldOptions, newOptions) = (Options(was, currentUrns), Options(resource, null));
        foreach (var (path, oldValue, newValue) in ValueComparer.Compare(PropertyPath.Root, oldOptions, newOptions))
            yield return new PropertyChange($"{OptionsPrefix}.{path}", oldValue, newValue);
    }

    // An immutable property that is computed from a replaced resource will have another value, although both plans show
    // the same placeholder.
    private IEnumerable<PropertyChange> FollowedReplacements(PlanResource was, PlanResource resource)
    {
        foreach (var (property, urns) in resource.PropertyDependencies)
        {
            var path = PropertyPath.Root.Child(property);
            var value = resource.Inputs[property];
            if (urns.Any(replaced.Contains) && PlanValue.Same(was.Inputs[property], value) && IsComputed(value)
                && ImmutableProperties.Table.ForceReplacement(resource, path))
                yield return new PropertyChange(property, value, PlanUnknown.Instance, ForcesReplacement: true);
        }
    }

    private static bool IsComputed(PlanValue? value) => value is PlanUnknown or PlanSecret or PlanText { Text: ['<', .., '>'] };

    private IEnumerable<ResourceDiff> Removed()
    {
        var kept = after.Resources.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
        return before.Resources.Where(resource => !kept.Contains(resource.Urn) && !currentUrns.ContainsKey(resource.Urn))
            .Select(resource => new ResourceDiff { Kind = DiffKind.Removed, Resource = resource, IsRefused = resource.Options.Protect });
    }

    private static PlanMap Options(PlanResource resource, Dictionary<string, string>? renamed)
    {
        var options = resource.Options;
        var entries = new SortedDictionary<string, PlanValue>(StringComparer.Ordinal);
        void Flag(string name, bool value)
        {
            if (value)
                entries[name] = new PlanBool(true);
        }
        void Text(string name, string? value)
        {
            if (value is not null)
                entries[name] = new PlanText(value);
        }
        void List(string name, IEnumerable<string> values)
        {
            var items = values.Select(PlanValue (value) => new PlanText(value)).ToList();
            if (items.Count > 0)
                entries[name] = new PlanList(items);
        }
        string Now(string urn) => renamed?.GetValueOrDefault(urn, urn) ?? urn;

        Flag("protect", options.Protect);
        Flag("retainOnDelete", options.RetainOnDelete);
        if (options.DeleteBeforeReplace is { } deleteFirst)
            entries["deleteBeforeReplace"] = new PlanBool(deleteFirst);
        Text("provider", resource.Provider is { } provider ? ProviderName(Now(ProviderUrn(provider))) : null);
        Text("deletedWith", options.DeletedWith is { } other ? Now(other) : null);
        Text("import", options.ImportId);
        Text("package", options.Package?.ToString());
        List("ignoreChanges", options.IgnoreChanges);
        List("replaceOnChanges", options.ReplaceOnChanges);
        var byValue = resource.PropertyDependencies.Values.SelectMany(urns => urns).ToHashSet(StringComparer.Ordinal);
        List("dependsOn", resource.Dependencies.Where(urn => !byValue.Contains(urn)).Select(Now).Order(StringComparer.Ordinal));
        foreach (var (operation, duration) in options.CustomTimeouts)
            entries[$"{operation}Timeout"] = new PlanText(duration);
        return new PlanMap(entries);
    }

    // The reference is urn::id, and the id is simulated.
    private static string ProviderUrn(string reference) => reference[..Math.Max(0, reference.LastIndexOf("::", StringComparison.Ordinal))];

    private static string ProviderName(string urn) => urn[(urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..];
}
