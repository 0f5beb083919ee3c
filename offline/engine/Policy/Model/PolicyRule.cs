using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy.Model;

/// <summary>
/// One thing that must hold of the resources of a plan. A rule stands in a file of its own below <c>Policy/Rules</c> and is found by
/// the build (preview.csproj), so that to add one is to add its file and its test. It has a constructor without parameters.
/// </summary>
internal abstract class PolicyRule(RuleInfo info)
{
    public RuleInfo Info { get; } = info;

    /// <inheritdoc cref="RuleInfo.Id"/>
    public string Id => Info.Id;

    /// <summary>The types, and where it is one the property, that decide: <c>gcp:redis/instance:Instance: authEnabled</c>.</summary>
    public abstract string LooksAt { get; }

    /// <summary>Checks each resource that the rule applies to, at most once. Other resources are left out.</summary>
    public abstract IEnumerable<Judgement> Evaluate(PolicyPlan plan);
}

/// <param name="Resource">The resource that was looked at.</param>
/// <param name="Verdict">The result for it.</param>
internal readonly record struct Judgement(PlanResource Resource, Verdict Verdict);
