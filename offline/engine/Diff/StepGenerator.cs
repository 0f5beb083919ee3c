using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>
/// Decides what a deployment does with each resource, in the order in which a program registers them, over what is deployed. The rules
/// are the engine's (pulumi/pulumi, pkg/resource/deploy/step_generator.go). The engine stops at the first protected resource; this class
/// continues, so that all of them are reported.
/// </summary>
internal sealed class StepGenerator : IPriorState
{
    private readonly ProviderRules rules;
    private readonly DependentReplacements dependents;
    private readonly Dictionary<string, PlanResource> old;
    private readonly Dictionary<string, string> claimed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> formerUrns = new(StringComparer.Ordinal);
    private readonly HashSet<string> registered = new(StringComparer.Ordinal);
    private readonly HashSet<string> replaced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> goingWith = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlanResource> providers = new(StringComparer.Ordinal);
    private readonly List<string> refusals = [];

    public StepGenerator(DeploymentPlan before, ProviderRules? rules = null)
    {
        this.rules = rules ?? ProviderRules.Default;
        dependents = new DependentReplacements(RegistrationOrder.Of(before.Resources), this.rules);
        old = before.Resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
    }

    /// <summary>Reasons, besides protected resources, for which the engine refuses the whole program.</summary>
    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>The present URNs of resources that an alias keeps, by the former ones.</summary>
    public IReadOnlyDictionary<string, string> CurrentUrns => claimed;

    (Outcome Outcome, string? FormerUrn) IPriorState.Register(PlanResource resource)
    {
        var step = Next(resource);
        return (step.Outcome, step.FormerUrn);
    }

    /// <summary>Takes the resource that the program registers next.</summary>
    public Step Next(PlanResource resource)
    {
        var former = Claim(resource);
        registered.Add(former ?? resource.Urn);
        if (resource.IsProvider)
            providers[resource.Urn] = resource;
        if (!old.TryGetValue(former ?? resource.Urn, out var was))
            return new Step { Outcome = Outcome.Created };
        var step = Decide(was, resource) with { Was = was, FormerUrn = former };
        if (step.Outcome == Outcome.Replaced)
        {
            replaced.Add(resource.Urn);
            if (ProviderRules.DeletesFirst(was, resource))
                foreach (var dependent in dependents.Of(was, registered))
                    goingWith.TryAdd(dependent.Urn, resource.Name);
        }
        return step;
    }

    /// <summary>Why a resource that the program no longer has is deleted earlier than the rest; null when it is not.</summary>
    public string? ReasonOfRemoval(string urn) => goingWith.GetValueOrDefault(urn);

    private Step Decide(PlanResource was, PlanResource resource)
    {
        var chosen = resource.ProviderUrn is { } urn ? providers.GetValueOrDefault(urn) : null;
        var changes = rules.Changes(was, resource, chosen).ToList();
        // The engine does not diff what is only read (GenerateReadSteps).
        if (resource.IsRead)
            return IsAnotherRead(was, resource)
                ? Replace($"it is only read from now on, and '{resource.Id}' is not the deployed one", was.Options.Protect)
                : new Step { Outcome = Outcome.Same, Changes = changes.ConvertAll(change => change with { ForcesReplacement = false }) };
        if (goingWith.TryGetValue(was.Urn, out var root))
            return Replace($"part of replacing {root}, which is deleted first", refused: was.Options.Protect);
        if (was.IsRead)
            return Replace("it was only read until now", refused: false);
        var bothProtected = was.Options.Protect && resource.Options.Protect;
        if (resource.Options.ReplaceWith.FirstOrDefault(replaced.Contains) is { } other)
            return Replace($"{Urn.Name(other)}, which it is replaced with, is replaced", bothProtected);
        if (resource.Options.DeletedWith is { } owner && replaced.Contains(owner))
            return Replace($"{Urn.Name(owner)}, which it is deleted with, is replaced", bothProtected);
        if (resource.IsCustom != was.IsCustom || ProviderForcesReplacement(was, resource))
            return Replace(
                resource.ProviderUrn is { } provider ? $"another provider: {Urn.Name(provider)}" : "another kind of resource",
                bothProtected
            );
        if (resource.IsCustom && changes.Any(change => change.ForcesReplacement))
            return Replace(null, bothProtected);
        if (resource is { IsCustom: true, Options.ImportId: { } imported } && was.Options.ImportId is { } earlier && imported != earlier)
            return Replace($"'{imported}' is imported in place of '{earlier}'", bothProtected);
        if (IsTriggered(was.Options.ReplacementTrigger, resource.Options.ReplacementTrigger))
            return Replace("its replacementTrigger has another value", bothProtected);
        if (changes.Count > 0 && resource.Options.ReplaceOnChanges.FirstOrDefault(path => PropertyPath.TryParse(path) is null) is { } wrong)
            refusals.Add($"'{resource.Urn}' has replaceOnChanges '{wrong}', which is not a property path");
        var isUpdate = changes.Any(change => !change.HasNoEffect) && !resource.IsStack;
        return new Step { Outcome = isUpdate ? Outcome.Updated : Outcome.Same, Changes = changes };

        Step Replace(string? because, bool refused) =>
            new()
            {
                Outcome = Outcome.Replaced,
                Changes = changes,
                Because = because,
                IsRefused = refused,
            };
    }

    // A managed resource that becomes one that is only read stays if the ids are equal; otherwise it is deleted (step_generator.go,
    // GenerateReadSteps). An id that only the cloud knows is a placeholder here, and is taken for an equal one.
    private static bool IsAnotherRead(PlanResource was, PlanResource resource) =>
        was is { IsCustom: true, IsRead: false }
        && (was.Options.ImportId ?? was.Id) is { } id
        && resource.Id is { } read
        && id != read
        && !id.Contains('<', StringComparison.Ordinal)
        && !read.Contains('<', StringComparison.Ordinal);

    // A value that appears or disappears triggers nothing; one that becomes unknown does (step_generator.go, shouldTriggerReplace).
    private static bool IsTriggered(PlanValue? before, PlanValue? after) =>
        before is not null && after is not null && !PlanValue.Same(before, after);

    // The engine asks the new provider whether its configuration is for another cloud (step_generator.go, providerChanged).
    private bool ProviderForcesReplacement(PlanResource was, PlanResource resource)
    {
        if (!resource.IsCustom)
            return false;
        if (resource.ProviderUrn is { } chosen && replaced.Contains(chosen))
            return true;
        if (was.Provider == resource.Provider)
            return false;
        if (was.ProviderUrn is not { } before || resource.ProviderUrn is not { } after)
            // One of them is the default provider, whose configuration a plan does not hold.
            return false;
        if (before == after || claimed.GetValueOrDefault(before) == after)
            return false;
        return old.TryGetValue(before, out var oldProvider)
            && providers.TryGetValue(after, out var newProvider)
            && rules.Changes(oldProvider, newProvider, null).Any(change => change.ForcesReplacement);
    }

    private string? Claim(PlanResource resource)
    {
        if (claimed.TryGetValue(resource.Urn, out var claimant))
            refusals.Add(
                $"'{resource.Urn}' is registered, but '{claimant}' names it as an alias: "
                    + "remove the alias, or the resource that it stands for"
            );
        if (old.ContainsKey(resource.Urn))
            return null;
        if (resource.Options.Aliases.FirstOrDefault(alias => Counts(alias) && old.ContainsKey(alias.Urn)) is { Urn: var alias })
        {
            formerUrns[resource.Urn] = alias;
            if (registered.Contains(alias))
                refusals.Add(
                    claimed.TryGetValue(alias, out var other)
                        ? $"'{resource.Urn}' and '{other}' both have the alias '{alias}': one resource can become only one"
                        : $"'{resource.Urn}' has the alias '{alias}', which is still registered: "
                            + "remove the alias, or the resource that it stands for"
                );
            else
                claimed[alias] = resource.Urn;
            return alias;
        }
        return null;
    }

    // A child inherits only the alias under which its parent was found (step_generator.go, generateAliases).
    private bool Counts(PlanAlias alias) =>
        alias.Condition is not { } condition || formerUrns.GetValueOrDefault(condition.Urn) == condition.FormerUrn;
}
