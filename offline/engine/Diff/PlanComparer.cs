using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>Compares two plans of one stack. Both must come from this process: secrets are compared by its fingerprints.</summary>
internal sealed class PlanComparer
{
    private const string OptionsPrefix = "options";

    private readonly DeploymentPlan before;
    private readonly DeploymentPlan after;
    private readonly Dictionary<string, PlanResource>? foretold;
    private readonly StepGenerator steps;
    private readonly PlaceholderOrigins origins;

    private PlanComparer(DeploymentPlan before, DeploymentPlan after, DeploymentPlan? foretold, ProviderRules? rules)
    {
        this.before = before;
        this.after = after;
        this.foretold = foretold?.Resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        steps = new StepGenerator(before, rules);
        origins = new PlaceholderOrigins();
    }

    /// <param name="before">What is deployed.</param>
    /// <param name="after">The program's plan, with simulated computed values.</param>
    /// <param name="baseName">What <paramref name="before"/> is, as the user named it.</param>
    /// <param name="foretold">
    /// The program's plan over the deployed <paramref name="before"/>: values that are computed from a new or replaced resource are unknown
    /// in it. If null, those values are guessed from the placeholders in <paramref name="after"/>.
    /// </param>
    /// <param name="rules">How providers handle a change; null for the built-in rules.</param>
    /// <exception cref="PreviewException">The engine would refuse the program.</exception>
    public static PlanDiff Compare(
        DeploymentPlan before,
        DeploymentPlan after,
        string baseName,
        DeploymentPlan? foretold = null,
        ProviderRules? rules = null
    )
    {
        var comparer = new PlanComparer(before, after, foretold, rules);
        var place = after
            .Resources.Select((resource, index) => (resource.Urn, index))
            .ToDictionary(entry => entry.Urn, entry => entry.index, StringComparer.Ordinal);
        var differing = RegistrationOrder
            .Of(after.Resources)
            .Select(comparer.CompareResource)
            .OfType<ResourceDiff>()
            .OrderBy(resource => place[resource.Resource.Urn])
            .ToList();
        if (comparer.steps.Refusals is { Count: > 0 } refusals)
            throw PreviewException.Program(string.Join('\n', refusals));
        var removed = comparer.Removed().ToList();
        return new PlanDiff
        {
            Project = after.Project,
            Stack = after.Stack,
            BaseName = baseName,
            Resources = [.. differing, .. removed],
            Outputs =
            [
                .. ValueComparer
                    .Compare(PropertyPath.Root, before.Outputs, after.Outputs)
                    .Select(change => new PropertyChange(change.Path.ToString(), change.Old, change.New)),
            ],
            Unchanged = after.Resources.Count - differing.Count,
        };
    }

    private ResourceDiff? CompareResource(PlanResource resource)
    {
        var sent = foretold is null ? origins.MakeUnknown(resource) : foretold.GetValueOrDefault(resource.Urn, resource);
        var step = steps.Next(sent);
        if (step.Outcome == Outcome.Replaced)
            origins.Replace(resource);
        if (step.Was is not { } was)
            return new ResourceDiff { Kind = DiffKind.Added, Resource = resource };
        List<PropertyChange> changes = [.. step.Changes.Select(change => Readable(change, was, resource)), .. OptionChanges(was, resource)];
        if (changes.Count == 0 && step.FormerUrn is null && step.Outcome == Outcome.Same)
            return null;
        return new ResourceDiff
        {
            Kind =
                step.Outcome == Outcome.Replaced ? DiffKind.Replaced
                : changes.Count > 0 ? DiffKind.Changed
                : DiffKind.Renamed,
            Outcome = step.Outcome,
            Resource = resource,
            FormerUrn = step.FormerUrn,
            Changes = changes,
            Because = step.Because,
            IsRefused = step.IsRefused,
        };
    }

    // Show a value with placeholders rather than as unknown, if it differs from the old one.
    private static PropertyChange Readable(PropertyChange change, PlanResource was, PlanResource resource)
    {
        var path = PropertyPath.Parse(change.Path);
        return change.New is PlanUnknown or PlanSecret
            && resource.Inputs.At(path) is { } value
            && !PlanValue.Same(value, was.Inputs.At(path))
                ? change with
                {
                    New = value,
                }
            : change.New is PlanSecret && PlanValue.Same(resource.Inputs.At(path), was.Inputs.At(path))
                ? change with
                {
                    New = PlanUnknown.Instance,
                }
            : change;
    }

    private IEnumerable<PropertyChange> OptionChanges(PlanResource was, PlanResource resource) =>
        ValueComparer
            .Compare(PropertyPath.Root, Options(was, steps.CurrentUrns), Options(resource, null))
            .Select(change => new PropertyChange($"{OptionsPrefix}.{change.Path}", change.Old, change.New));

    private IEnumerable<ResourceDiff> Removed()
    {
        var kept = after.Resources.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
        return before
            .Resources.Where(resource => !kept.Contains(resource.Urn) && !steps.CurrentUrns.ContainsKey(resource.Urn))
            .Select(resource => new ResourceDiff
            {
                Kind = DiffKind.Removed,
                Resource = resource,
                IsRefused = resource.Options.Protect,
            });
    }

    private static PlanMap Options(PlanResource resource, IReadOnlyDictionary<string, string>? renamed)
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
        Text("provider", resource.ProviderUrn is { } provider ? Urn.Name(Now(provider)) : null);
        Text("deletedWith", options.DeletedWith is { } other ? Now(other) : null);
        Text("import", options.ImportId);
        Text("package", options.Package?.ToString());
        if (options.ReplacementTrigger is { } trigger)
            entries["replacementTrigger"] = trigger;
        List("ignoreChanges", options.IgnoreChanges);
        List("replaceOnChanges", options.ReplaceOnChanges);
        var byValue = resource.PropertyDependencies.Values.SelectMany(urns => urns).ToHashSet(StringComparer.Ordinal);
        List("dependsOn", resource.Dependencies.Where(urn => !byValue.Contains(urn)).Select(Now).Order(StringComparer.Ordinal));
        foreach (var (operation, duration) in options.CustomTimeouts)
            entries[$"{operation}Timeout"] = new PlanText(duration);
        return new PlanMap(entries);
    }
}
