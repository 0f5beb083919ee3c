using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>Finds what is dangerous in a change, why it happens, and what protects against it.</summary>
internal static class DangerFinder
{
    // Inputs that make the cloud refuse to delete a resource.
    private static readonly string[] DeletionProtections = ["deletionProtection", "settings.deletionProtectionEnabled"];

    /// <summary>The worst first: by kind, then as <c>dangers.tsv</c> ranks them, then in the order of the plan.</summary>
    /// <param name="before">The plan that the diff compares with.</param>
    public static IReadOnlyList<Danger> Of(PlanDiff diff, DeploymentPlan before)
    {
        var causes = new ReplacementCauses(diff);
        var old = before.Resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        return
        [
            .. diff
                .Resources.Where(resource => resource.Resource is { IsCustom: true, IsRead: false, IsProvider: false })
                .SelectMany(resource => DangersOf(resource, causes, old))
                .OrderBy(danger => danger.Kind)
                .ThenBy(danger => danger.Rank),
        ];
    }

    public static Verdict VerdictOf(PlanDiff diff, IReadOnlyList<Danger> dangers) =>
        diff.IsEmpty ? Verdict.Unchanged
        : diff.Resources.Any(resource => resource.IsRefused) || dangers.Any(danger => danger.StopsDeployment) ? Verdict.Refused
        : dangers.Any(danger => danger.Kind == DangerKind.DataLoss && danger.Protection is null) ? Verdict.LosesData
        : diff.Resources.Any(IsLost) ? Verdict.Replaces
        : dangers.Any(danger => danger.Kind == DangerKind.Restart) || diff.Resources.Any(IsRenewal) ? Verdict.Restarts
        : Verdict.Safe;

    /// <summary>Whether the deployed resource is lost, not only renewed. If so, the verdict is <see cref="Verdict.Replaces"/>.</summary>
    public static bool IsLost(ResourceDiff resource) =>
        resource.Resource.IsCustom && resource.Kind is DiffKind.Replaced or DiffKind.Removed && !IsRenewal(resource);

    private static bool IsRenewal(ResourceDiff resource) =>
        resource.Resource.IsCustom
        && resource.Kind == DiffKind.Replaced
        && DangerRule.IsRenewal(resource.Resource.Type, resource.Resource.Options.RetainOnDelete);

    private static IEnumerable<Danger> DangersOf(ResourceDiff resource, ReplacementCauses causes, Dictionary<string, PlanResource> old)
    {
        var type = resource.Resource.Type;
        switch (resource.Kind)
        {
            case DiffKind.Replaced or DiffKind.Removed:
                var rule = DangerRule.For(type, DangerRule.Gone, null);
                // A resource that is replaced only because another one is gets recreated unchanged, so permissions stay the same.
                var isTheSame = resource.Kind == DiffKind.Replaced && rule?.Kind == DangerKind.Access && causes.OwnOf(resource) is null;
                if (resource.IsRefused || (rule is not null && !isTheSame))
                    yield return Gone(resource, rule, causes, old.GetValueOrDefault(resource.FormerUrn ?? resource.Resource.Urn));
                break;
            // In a new stack everything is new, so this would be noise.
            case DiffKind.Added when old.Count > 0 && DangerRule.For(type, "added", null) is { } added:
                yield return Because(resource, added, null);
                break;
            case DiffKind.Changed:
                foreach (var danger in Changed(resource))
                    yield return danger;
                break;
        }
    }

    private static Danger Because(ResourceDiff resource, DangerRule rule, string? property) =>
        new()
        {
            Kind = rule.Kind,
            Rank = rule.Rank,
            Resource = resource,
            What = rule.Says,
            Property = property,
        };

    private static Danger Gone(ResourceDiff resource, DangerRule? rule, ReplacementCauses causes, PlanResource? old) =>
        new()
        {
            Kind = rule?.Kind ?? DangerKind.Outage,
            Rank = rule?.Rank ?? int.MaxValue,
            Resource = resource,
            What = rule?.Says ?? (resource.Kind == DiffKind.Removed ? "it is gone" : "it is not there until it is made again"),
            Property = causes.OwnOf(resource)?.Path,
            Because = resource.Because
                ?? (causes.LeaderOf(resource) is { } leader ? $"it uses {leader.Resource.Name}, which is replaced" : null),
            Cause = causes.CauseOf(resource),
            Followers = causes.FollowersOf(resource),
            Protection = ProtectionOf(resource, old ?? resource.Resource),
            StopsDeployment = IsRefusedByCloud(resource, old ?? resource.Resource),
        };

    // One danger for each kind: ten changed settings of a pod restart it once.
    private static IEnumerable<Danger> Changed(ResourceDiff resource)
    {
        var seen = new HashSet<DangerKind>();
        foreach (var change in resource.Changes.Where(change => !change.HasNoEffect))
        {
            if (IsProtection(change.Path) && change.Old is PlanBool { Value: true } && change.New is not PlanBool { Value: true })
                yield return new Danger
                {
                    Kind = DangerKind.Access,
                    Resource = resource,
                    What = "a later change may delete it",
                    Property = change.Path,
                };
            else if (
                resource.Outcome == Outcome.Updated
                && DangerRule.For(resource.Resource.Type, DangerRule.Changed, change.Path) is { } rule
                && seen.Add(rule.Kind)
            )
                yield return Because(resource, rule, change.Path);
        }
    }

    private static bool IsProtection(string path) => path == "options.protect" || DeletionProtections.Contains(path);

    private static string? ProtectionOf(ResourceDiff resource, PlanResource old) =>
        resource.IsRefused ? "Protected: the deployment refuses this"
        : resource.Kind == DiffKind.Removed && old.Options.RetainOnDelete
            ? "Kept by retainOnDelete: it stays in the cloud, and leaves the state"
        : IsRefusedByCloud(resource, old) ? "Deletion protection: the cloud refuses to delete it, and the deployment stops there"
        : null;

    // The provider looks at what is deployed, so taking the protection off in the same change does not help.
    private static bool IsRefusedByCloud(ResourceDiff resource, PlanResource old) =>
        !(resource.Kind == DiffKind.Removed && old.Options.RetainOnDelete)
        && DeletionProtections.Any(path => old.Inputs.At(path) is PlanBool { Value: true });
}
