using PmCrm.Preview.Policy;

namespace PmCrm.Preview.Render;

/// <summary>What a change does to the findings of policy.</summary>
internal sealed record PolicyChange(PolicyResult Before, PolicyResult After)
{
    public IReadOnlyList<Finding> New { get; } = Except(After, Before);

    public IReadOnlyList<Finding> Fixed { get; } = Except(Before, After);

    /// <summary>Violations that were there before and still are.</summary>
    public int Kept => After.Violations.Count() - New.Count;

    private static IReadOnlyList<Finding> Except(PolicyResult these, PolicyResult those)
    {
        var known = those.Violations.Select(finding => (finding.RuleId, finding.Resource)).ToHashSet();
        return [.. these.Violations.Where(finding => !known.Contains((finding.RuleId, finding.Resource)))];
    }
}
