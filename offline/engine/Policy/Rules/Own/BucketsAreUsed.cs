using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class BucketsAreUsed()
    : ResourceRule(
        new RuleInfo(
            "own/unused-bucket",
            RuleSeverity.Low,
            "A bucket is used by something",
            "Use its name in another resource or an output, or remove it.",
            "a bucket that nothing reads or writes costs money and attention"
        ),
        "cloudflare:index/r2Bucket:R2Bucket",
        GcpType.Bucket
    )
{
    public override string LooksAt =>
        $"{base.LooksAt}: whether another resource, beside the bucket's own settings, or an output has its name";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        if (Known.At(resource.Inputs, "name") is not { } value || Known.Text(value) is not { } name)
            return Verdict.Unknown("the name of the bucket is not known before the deployment; expected a resource or output that uses it");
        var isUsed =
            plan.Resources.Any(one => one != resource && !IsSetting(one) && Expectation.HasText(one.Inputs, name))
            || Expectation.HasText(plan.Plan.Outputs, name);
        return Verdict.Holds(isUsed, $"no resource and no output has the bucket's name {name}; expected a resource or output that uses it");
    }

    // Settings of the bucket itself: rules, rights and addresses.
    private static bool IsSetting(PlanResource one) =>
        one.Type.StartsWith("cloudflare:index/r2", StringComparison.Ordinal)
        || one.Type.StartsWith("gcp:storage/", StringComparison.Ordinal);
}
