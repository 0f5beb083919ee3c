using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ProjectAccountsAreNoAdmins()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_42",
            RuleSeverity.High,
            "A service account has no administrator's role in the project",
            "Grant a narrower role, on the one resource that the account works with.",
            "Checkov CKV_GCP_42; CIS GCP 3.0, 1.5"
        ),
        GcpType.ProjectMember,
        GcpType.ProjectBinding
    )
{
    private static readonly string[] Marks = ["Admin", "admin", "editor", "owner"];

    private static readonly Expectation Modest = new("a role without Admin, editor or owner", true, value =>
        value is PlanText text && !Marks.Any(mark => text.Text.Contains(mark, StringComparison.Ordinal))
    );

    public override string LooksAt => $"{base.LooksAt}: role, member, members";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        var role = Modest.Judge(resource.Inputs["role"], "role");
        return role.Kind == VerdictKind.Pass ? Verdict.Pass : Verdict.Worst(Members.Of(resource).Select(member => Judge(member, role)));
    }

    // An address that is not known before the deployment is probably such an account, but a rule does not pass on a guess.
    private static Verdict Judge(PlanValue member, Verdict role) =>
        Known.Text(member) is not { } name
            ? Verdict.Unknown($"the member, {Expectation.Show(member)}, is not known before the deployment; {role.Message}")
        : name.EndsWith(".iam.gserviceaccount.com", StringComparison.Ordinal) ? role with { Message = $"{name}: {role.Message}" }
        : Verdict.Pass;
}
