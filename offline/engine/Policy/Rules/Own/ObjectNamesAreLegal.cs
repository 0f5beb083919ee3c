using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class ObjectNamesAreLegal()
    : PolicyRule(
        new RuleInfo(
            "own/object-name",
            RuleSeverity.Medium,
            "The names of Kubernetes objects are legal",
            "Shorten the name, and use small letters, digits, hyphens and dots.",
            "kubernetes.io/docs/concepts/overview/working-with-objects/names"
        )
    )
{
    // Kinds whose names become labels or host names (the same page, "DNS label names").
    private static readonly string[] Labels = ["Namespace", "Service", "Job", "CronJob", "StatefulSet"];

    public override string LooksAt => "kubernetes: every object: metadata.name";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        plan
            .Objects.Where(one =>
                Known.At(one.Inputs, "metadata.name") is not null && !one.Group.StartsWith("rbac", StringComparison.Ordinal)
            )
            .Select(one => new Judgement(one.Resource, Expected(one.Kind).Judge(one.Inputs.At("metadata.name"), "metadata.name")));

    private static Expectation Expected(string kind) =>
        Labels.Contains(kind)
            ? new Expectation("at most 63 small letters, digits and hyphens", true, value =>
                value is PlanText { Text: var text } && IsLegal(text, 63, "")
            )
            : new Expectation("at most 253 small letters, digits, hyphens and dots", true, value =>
                value is PlanText { Text: var text } && IsLegal(text, 253, ".")
            );

    private static bool IsLegal(string text, int max, string more) =>
        text.Length > 0
        && text.Length <= max
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-' || more.Contains(letter));
}
