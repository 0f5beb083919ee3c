using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy.Model;

/// <summary>
/// One requirement on the resources of a plan. Each rule has its own file below <c>Policy/Rules</c>, where the build finds it
/// (preview.csproj): to add a rule, add its file and its test. It has a constructor without parameters.
/// </summary>
internal abstract class PolicyRule(RuleInfo info)
{
    public RuleInfo Info { get; } = info;

    /// <inheritdoc cref="RuleInfo.Id"/>
    public string Id => Info.Id;

    /// <summary>The types and, if it is one, the property that it checks: <c>gcp:redis/instance:Instance: authEnabled</c>.</summary>
    public abstract string LooksAt { get; }

    /// <summary>Checks each resource that the rule applies to, at most once. Other resources are left out.</summary>
    public abstract IEnumerable<Judgement> Evaluate(PolicyPlan plan);
}

/// <param name="Resource">The resource that was looked at.</param>
/// <param name="Verdict">The result for it.</param>
internal readonly record struct Judgement(PlanResource Resource, Verdict Verdict);
