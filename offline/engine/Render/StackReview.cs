using PmCrm.Preview.Cost;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>What a reviewer sees of a change to one stack.</summary>
internal sealed record StackReview
{
    private const string Production = "production";

    public required PlanDiff Diff { get; init; }

    public required IReadOnlyList<Danger> Dangers { get; init; }

    public required IReadOnlyList<MissingAlias> MissingAliases { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Null if policy was not requested.</summary>
    public PolicyChange? Policy { get; init; }

    /// <summary>Null if cost was not requested.</summary>
    public CostChange? Cost { get; init; }

    /// <summary>The name of the component at the top of the stack that each resource belongs to, by URN; empty for none.</summary>
    public required IReadOnlyDictionary<string, string> Components { get; init; }

    public bool IsProduction => Diff.Stack == Production;

    public static StackReview Of(
        PlanDiff diff,
        DeploymentPlan before,
        DeploymentPlan after,
        PolicyChange? policy = null,
        CostChange? cost = null
    )
    {
        var dangers = DangerFinder.Of(diff, before);
        return new StackReview
        {
            Diff = diff,
            Dangers = dangers,
            MissingAliases = MissingAlias.Of(diff),
            Verdict = DangerFinder.VerdictOf(diff, dangers),
            Policy = policy,
            Cost = cost,
            Components = ComponentsOf(before, after),
        };
    }

    private static Dictionary<string, string> ComponentsOf(params DeploymentPlan[] plans)
    {
        var components = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            var byUrn = plan.Resources.ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
            foreach (var resource in plan.Resources)
            {
                var top = resource;
                while (top.Parent is { } parent && byUrn.TryGetValue(parent, out var above) && !above.IsStack)
                    top = above;
                components[resource.Urn] = top.IsCustom || top.IsStack ? "" : top.Name;
            }
        }
        return components;
    }
}
