using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over each resource of some types.</summary>
internal abstract class ResourceRule(RuleInfo info, params string[] types) : PolicyRule(info)
{
    public override string LooksAt => string.Join(", ", types);

    public sealed override IEnumerable<Judgement> Evaluate(PolicyPlan plan)
    {
        foreach (var type in types)
        foreach (var resource in plan.OfType(type))
            if (AppliesTo(resource, plan))
                yield return new Judgement(resource, Check(resource, plan));
    }

    /// <summary>Whether the rule applies to the resource, apart from its type.</summary>
    protected virtual bool AppliesTo(PlanResource resource, PolicyPlan plan) => true;

    protected abstract Verdict Check(PlanResource resource, PolicyPlan plan);
}
