using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class DataIsProtected()
    : PolicyRule(
        new RuleInfo(
            "own/unprotected-data",
            RuleSeverity.High,
            "Resources with data cannot be deleted by mistake",
            "Give the resource the option protect.",
            "pulumi.com/docs/iac/concepts/resources/options/protect"
        )
    )
{
    private static readonly string[] Types =
    [
        GcpType.DatabaseInstance,
        GcpType.Bucket,
        GcpType.Secret,
        "cloudflare:index/r2Bucket:R2Bucket",
        "gcp:sql/database:Database",
        "neon:index/project:Project",
        "supabase:index/project:Project",
    ];

    public override string LooksAt => $"{string.Join(", ", Types)}: the resource option protect; not a read replica";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        Types
            .SelectMany(plan.OfType)
            .Where(resource => Known.At(resource.Inputs, "masterInstanceName") is null)
            .Select(resource => new Judgement(
                resource,
                Verdict.Holds(resource.Options.Protect, "the resource is not protected; expected the resource option protect")
            ));
}
