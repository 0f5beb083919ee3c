using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over one property: it must be set, be one of some values, or must not be.</summary>
/// <param name="info">The rule's id, severity, title, remedy and source.</param>
/// <param name="path">The path of the property in the inputs.</param>
/// <param name="expected">What it must be.</param>
/// <param name="types">The types that have it.</param>
internal abstract class PropertyRule(RuleInfo info, string path, Expectation expected, params string[] types) : ResourceRule(info, types)
{
    private readonly PropertyPath parsed = PropertyPath.Parse(path);

    public override string LooksAt => $"{base.LooksAt}: {path}";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) => expected.Judge(resource.Inputs.At(parsed), path);
}
