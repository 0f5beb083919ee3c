using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>Finds what is dangerous in a change, why it happens, and what protects against it.</summary>
internal static class DangerFinder
{
    // By which the Google provider keeps what it should delete (ABANDON), or refuses to delete it (PREVENT):
    // hashicorp/terraform-provider-google google/tpgresource/utils.go, DeletionPolicyPreDelete.
    private const string DeletionPolicy = "deletionPolicy";
    private const string Abandon = "ABANDON";
    private const string Prevent = "PREVENT";

    // Inputs that make the cloud refuse to delete a resource.
    private static readonly string[] DeletionProtections = ["deletionProtection", "settings.deletionProtectionEnabled"];

    // Where most resources have the name that the cloud knows them by.
    private static readonly string[] Names = ["name", "metadata.name"];

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
                var deployed = old.GetValueOrDefault(resource.FormerUrn ?? resource.Resource.Urn) ?? resource.Resource;
                var rule = DangerRule.For(type, DangerRule.Gone, null, deployed.Inputs);
                // A resource that is replaced only because another one is gets recreated unchanged, so permissions stay the same.
                var isTheSame = resource.Kind == DiffKind.Replaced && rule?.Kind == DangerKind.Access && causes.OwnOf(resource) is null;
                if (resource.IsRefused || (rule?.Kind is not null && !isTheSame))
                    yield return Gone(resource, rule, causes, deployed);
                break;
            // In a new stack everything is new, so this would be noise.
            case DiffKind.Added
                when old.Count > 0 && DangerRule.For(type, "added", null, resource.Resource.Inputs) is { Kind: { } kind } added:
                yield return Because(resource, added, kind, null);
                break;
            case DiffKind.Changed:
                foreach (var danger in Changed(resource))
                    yield return danger;
                break;
        }
    }

    private static Danger Because(ResourceDiff resource, DangerRule rule, DangerKind kind, string? property) =>
        new()
        {
            Kind = kind,
            Rank = rule.Rank,
            Resource = resource,
            What = rule.Says,
            Property = property,
        };

    private static Danger Gone(ResourceDiff resource, DangerRule? rule, ReplacementCauses causes, PlanResource deployed) =>
        new()
        {
            Kind = rule?.Kind ?? DangerKind.Outage,
            Rank = rule?.Kind is null ? int.MaxValue : rule.Rank,
            Resource = resource,
            What = rule?.Says ?? (resource.Kind == DiffKind.Removed ? "it is deleted" : "it is missing until it is created again"),
            Property = causes.OwnOf(resource)?.Path,
            Because = resource.Because
                ?? (causes.LeaderOf(resource) is { } leader ? $"it uses {leader.Resource.Name}, which is replaced" : null),
            Cause = causes.CauseOf(resource),
            Followers = causes.FollowersOf(resource),
            Protection = ProtectionOf(resource, deployed) ?? rule?.Protection,
            StopsDeployment = IsRefusedByCloud(deployed),
        };

    // One danger for each kind: ten changed settings of a pod restart it once.
    private static IEnumerable<Danger> Changed(ResourceDiff resource)
    {
        var seen = new HashSet<DangerKind>();
        foreach (var change in resource.Changes.Where(change => !change.HasNoEffect))
        {
            if (TakesProtectionOff(change))
                yield return new Danger
                {
                    Kind = DangerKind.Access,
                    Resource = resource,
                    What = "a later change may delete it",
                    Property = change.Path,
                };
            else if (
                resource.Outcome == Outcome.Updated
                && DangerRule.For(resource.Resource.Type, DangerRule.Changed, change.Path, resource.Resource.Inputs)
                    is { Kind: { } kind } rule
                && seen.Add(kind)
            )
                yield return Because(resource, rule, kind, change.Path);
        }
    }

    private static bool TakesProtectionOff(PropertyChange change) =>
        change.Path == DeletionPolicy
            ? change.Old is PlanText { Text: Abandon or Prevent } && change.New is not PlanText { Text: Abandon or Prevent }
            : (change.Path == "options.protect" || DeletionProtections.Contains(change.Path))
                && change.Old is PlanBool { Value: true }
                && change.New is not PlanBool { Value: true };

    private static string? ProtectionOf(ResourceDiff resource, PlanResource deployed) =>
        resource.IsRefused ? "Protected: the deployment refuses this"
        : KeptBy(deployed) is { } option
            ? $"Kept by {option}: it stays in the cloud and is only removed from the state"
                + (HasNameOf(resource, deployed) ? ", and may keep the new one from being created, because its name stays in use" : "")
        : IsRefusedByCloud(deployed) ? "Deletion protection: the cloud refuses to delete it, and the deployment stops there"
        : null;

    // Two of one name cannot exist in one place: https://google.aip.dev/133 (ALREADY_EXISTS), and the same in Kubernetes (409
    // AlreadyExists).
    private static bool HasNameOf(ResourceDiff resource, PlanResource deployed) =>
        resource.Kind == DiffKind.Replaced
        && Names.Any(path =>
            deployed.Inputs.At(path) is PlanText { Text: var name }
            && resource.Resource.Inputs.At(path) is PlanText { Text: var next }
            && next == name
        );

    // What the engine retains it does not delete, also where a new one takes its place:
    // pulumi/pulumi pkg/resource/deploy/step.go, DeleteStep.
    private static string? KeptBy(PlanResource deployed) =>
        deployed.Options.RetainOnDelete ? "retainOnDelete"
        : Has(deployed, Abandon) ? $"{DeletionPolicy} {Abandon}"
        : null;

    // The provider looks at what is deployed, so taking the protection off in the same change does not help.
    private static bool IsRefusedByCloud(PlanResource deployed) =>
        KeptBy(deployed) is null
        && (Has(deployed, Prevent) || DeletionProtections.Any(path => deployed.Inputs.At(path) is PlanBool { Value: true }));

    private static bool Has(PlanResource deployed, string policy) =>
        deployed.Inputs.At(DeletionPolicy) is PlanText { Text: var text } && text == policy;
}
