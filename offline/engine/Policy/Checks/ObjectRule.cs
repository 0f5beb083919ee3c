using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over Kubernetes objects of some kinds, of any API version.</summary>
internal abstract class ObjectRule(RuleInfo info, string path, params string[] kinds) : PolicyRule(info)
{
    public override string LooksAt => $"kubernetes: {string.Join(", ", kinds)}: {path}";

    public sealed override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        kinds.SelectMany(plan.OfKind).Where(one => AppliesTo(one, plan)).Select(one => new Judgement(one.Resource, Check(one, plan)));

    /// <summary>Whether the rule has anything to say of the object, beside its kind.</summary>
    protected virtual bool AppliesTo(KubernetesObject one, PolicyPlan plan) => true;

    protected abstract Verdict Check(KubernetesObject one, PolicyPlan plan);
}
