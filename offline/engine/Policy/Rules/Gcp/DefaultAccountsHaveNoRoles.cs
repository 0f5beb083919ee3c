using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DefaultAccountsHaveNoRoles()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_46",
            RuleSeverity.High,
            "The default service accounts have no role in the project",
            "Grant the role to an account of its own.",
            "Checkov CKV_GCP_46"
        ),
        GcpType.ProjectMember,
        GcpType.ProjectBinding
    )
{
    private static readonly Expectation Own = new("no default service account", true, value =>
        value is PlanText text
        && !text.Text.EndsWith("-compute@developer.gserviceaccount.com", StringComparison.Ordinal)
        && !text.Text.EndsWith("@appspot.gserviceaccount.com", StringComparison.Ordinal)
    );

    public override string LooksAt => $"{base.LooksAt}: member, members";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Worst(Members.Of(resource).Select(member => Own.Judge(member, "member")));
}
