using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>A plan's resources by parent.</summary>
internal sealed class PlanTree
{
    private readonly Dictionary<string, List<PlanResource>> children = new(StringComparer.Ordinal);

    public PlanTree(DeploymentPlan plan)
    {
        var known = plan.Resources.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in plan.Resources)
        {
            // A resource directly in the stack, or under a parent that is not in the plan, is a root.
            var parent = resource.Parent is { } urn && known.Contains(urn) ? urn : "";
            if (resource.IsStack)
                StackUrn = resource.Urn;
            else
                ListOf(parent == StackUrn ? "" : parent).Add(resource);
        }
    }

    private string? StackUrn { get; }

    /// <summary>The resources directly in the stack: components first, then single resources.</summary>
    public IEnumerable<PlanResource> Roots => ListOf("").OrderBy(resource => resource.IsCustom);

    public IReadOnlyList<PlanResource> ChildrenOf(PlanResource resource) => ListOf(resource.Urn);

    private List<PlanResource> ListOf(string urn)
    {
        if (!children.TryGetValue(urn, out var list))
            children[urn] = list = [];
        return list;
    }
}
