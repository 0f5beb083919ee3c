using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class PasswordsAreSecrets()
    : PolicyRule(
        new RuleInfo(
            "own/plain-secret",
            RuleSeverity.Critical,
            "No password, token or key is plain text in the state",
            "Make the value a secret: Output.CreateSecret, config.RequireSecret, or a random password.",
            "pulumi.com/docs/iac/concepts/secrets"
        )
    )
{
    private static readonly string[] Names =
    [
        "password",
        "rootPassword",
        "apiToken",
        "apiKey",
        "accessToken",
        "authToken",
        "clientSecret",
        "secretKey",
        "privateKey",
        "secretData",
    ];

    public override string LooksAt => $"every resource and provider: {string.Join(", ", Names)}";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan) =>
        plan
            .Plan.Resources.Where(resource => resource is { IsCustom: true, IsRead: false })
            .Select(resource => new Judgement(resource, Verdict.Worst(Check(resource.Inputs, ""))));

    private static IEnumerable<Verdict> Check(PlanValue value, string path) =>
        value switch
        {
            PlanMap map => map.Entries.SelectMany(entry =>
                Check(entry.Key, entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")
            ),
            PlanList list => list.Items.SelectMany((item, i) => Check(item, $"{path}[{i}]")),
            _ => [],
        };

    // The text itself is not shown: it may be the password.
    private static IEnumerable<Verdict> Check(string key, PlanValue value, string path) =>
        value is PlanText { Text.Length: > 0, Fingerprint: null } && Names.Contains(key)
            ? [Verdict.Violation($"{path} is plain text; expected a secret")]
            : Check(value, path);
}
