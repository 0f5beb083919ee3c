using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class CloudNamesAreLegal()
    : PolicyRule(
        new RuleInfo(
            "own/cloud-name",
            RuleSeverity.Medium,
            "The names of Google Cloud resources are legal",
            "Shorten the name, and use small letters, digits and hyphens.",
            "RFC 1035, in cloud.google.com/compute/docs/naming-resources; accountId: 6 to 30, cloud.google.com/iam/docs/service-accounts-create"
        )
    )
{
    // Products whose names follow the rules of that page.
    private static readonly string[] Prefixes = ["gcp:compute/", "gcp:container/", "gcp:sql/databaseInstance:", "gcp:redis/"];

    private static readonly Expectation Name = new("1 to 63 small letters, digits and hyphens, a letter first", true, value =>
        IsLegal(value, 1, 63)
    );
    private static readonly Expectation Account = new("6 to 30 small letters, digits and hyphens, a letter first", true, value =>
        IsLegal(value, 6, 30)
    );

    public override string LooksAt => "gcp:compute, container, sql, redis: name; gcp:serviceaccount/account:Account: accountId";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan)
    {
        foreach (var resource in plan.Resources)
            if (resource.Type == "gcp:serviceaccount/account:Account")
                yield return new Judgement(resource, Account.Judge(resource.Inputs["accountId"], "accountId"));
            else if (
                Prefixes.Any(prefix => resource.Type.StartsWith(prefix, StringComparison.Ordinal))
                && Known.At(resource.Inputs, "name") is { } name
            )
                yield return new Judgement(resource, Name.Judge(name, "name"));
    }

    private static bool IsLegal(PlanValue value, int min, int max) =>
        value is PlanText { Text: var text }
        && text.Length >= min
        && text.Length <= max
        && char.IsAsciiLetterLower(text[0])
        && text[^1] != '-'
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
