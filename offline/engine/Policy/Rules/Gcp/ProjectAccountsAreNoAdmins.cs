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
        GcpType.ProjectMember
    )
{
    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        var role = Known.At(resource.Inputs, "role");
        if (Known.Text(role) is not { } name)
            return role is null ? Verdict.Pass : Verdict.Unknown("role is known only to the cloud; expected no administrator's role");
        string[] parts = ["Admin", "admin", "editor", "owner"];
        if (!parts.Any(part => name.Contains(part, StringComparison.Ordinal)))
            return Verdict.Pass;
        if (Known.At(resource.Inputs, "member") is not PlanText member)
            return Verdict.Unknown($"member is known only to the cloud; expected no service account for {name}");
        if (Known.HasPlaceholder(member.Text))
            return Verdict.Unknown($"member is '{member.Text}', known only to the cloud; expected no service account for {name}");
        return Verdict.Holds(
            !member.Text.EndsWith(".iam.gserviceaccount.com", StringComparison.Ordinal),
            $"{member.Text} has {name}; expected a role without Admin, editor or owner"
        );
    }
}
