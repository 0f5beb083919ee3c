using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class LabelsAreLegal()
    : PolicyRule(
        new RuleInfo(
            "kube-score/label-values",
            RuleSeverity.Medium,
            "The labels of an object have legal values",
            "Use at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends.",
            "kube-score label-values; kubernetes.io/docs/concepts/overview/working-with-objects/labels"
        )
    )
{
    private static readonly Expectation Legal = new(
        "at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends",
        true,
        value => value is PlanText { Text: var text } && IsLegal(text)
    );

    public override string LooksAt => "kubernetes: every object: metadata.labels";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        plan
            .Objects.Where(one => one.Labels.Entries.Count > 0)
            .Select(one => new Judgement(
                one.Resource,
                Verdict.Worst(one.Labels.Entries.Select(label => Legal.Judge(label.Value, $"the label {label.Key}")))
            ));

    private static bool IsLegal(string text) =>
        text.Length == 0
        || text.Length <= 63
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            && char.IsAsciiLetterOrDigit(text[0])
            && char.IsAsciiLetterOrDigit(text[^1]);
}
