using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class GithubProviderComparesTheSubject()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_125",
            RuleSeverity.High,
            "A Workload Identity provider for GitHub compares the token's subject",
            "Map google.subject, and compare assertion.sub with repo:OWNER/NAME:… in attributeCondition.",
            "Checkov CKV_GCP_125"
        ),
        GcpType.PoolProvider
    )
{
    private const string Subject = "assertion.sub";

    public override string LooksAt => $"{base.LooksAt}: oidc.issuerUri, attributeMapping, attributeCondition";

    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Known.Text(resource.Inputs.At("oidc.issuerUri")) == "https://token.actions.githubusercontent.com";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Worst([
            Expect.Set.Judge(resource.Inputs.At("attributeMapping[\"google.subject\"]"), "attributeMapping.google.subject"),
            Compared.Judge(resource.Inputs["attributeCondition"], "attributeCondition"),
        ]);

    private static readonly Expectation Compared = new("assertion.sub == 'repo:OWNER/NAME:…'", false, value =>
        value is PlanText text && Repository(text.Text) is [var owner, var name, ..] && owner is not ("" or "*") && name is not ("" or "*")
    );

    private static string[] Repository(string condition)
    {
        var at = condition.IndexOf(Subject, StringComparison.Ordinal);
        if (at < 0)
            return [];
        var rest = condition.AsSpan(at + Subject.Length).TrimStart();
        if (!rest.StartsWith("==", StringComparison.Ordinal))
            return [];
        rest = rest[2..].TrimStart().TrimStart("'\"");
        return rest.StartsWith("repo:", StringComparison.Ordinal) ? rest[5..].ToString().Split('/', ':') : [];
    }
}
