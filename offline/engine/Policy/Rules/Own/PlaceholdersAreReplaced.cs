using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class PlaceholdersAreReplaced()
    : PolicyRule(
        new RuleInfo(
            "own/placeholder",
            RuleSeverity.Medium,
            "No value is a placeholder that was never replaced",
            "Set the real value in the stack's configuration.",
            "Common placeholders: identifiers of zeros, CHANGEME, TODO"
        )
    )
{
    private static readonly string[] Words = ["CHANGEME", "CHANGE_ME", "CHANGE-ME", "REPLACEME", "REPLACE_ME", "TODO", "FIXME", "XXXXX"];

    // SHA-256 of nothing (FIPS 180-4): no image has it.
    private const string DigestOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const int ShortestId = 12;

    public override string LooksAt => "every resource: every text";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        plan.Resources.Select(resource => new Judgement(resource, Verdict.Worst(Check(resource.Inputs, ""))));

    private static IEnumerable<Verdict> Check(PlanValue value, string path) =>
        value switch
        {
            PlanText text when IsStandIn(text.Text) => [Verdict.Violation($"{path} is '{text.Text}'; expected the real value")],
            PlanMap map => map.Entries.SelectMany(entry => Check(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
            PlanList list => list.Items.SelectMany((item, i) => Check(item, $"{path}[{i}]")),
            _ => [],
        };

    private static bool IsStandIn(string text) =>
        Words.Any(word => text.Equals(word, StringComparison.OrdinalIgnoreCase) || text.Contains($"{word}_", StringComparison.Ordinal))
        || text.EndsWith(DigestOfNothing, StringComparison.Ordinal)
        || text.Length >= ShortestId
            && text.Count(letter => letter == '0') >= text.Length - 2
            && text.All(letter => letter is '0' or '1' or '-');
}
