using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class BasicRolesAreNotGranted()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_117",
            RuleSeverity.High,
            "No basic role is granted in the project",
            "Grant a predefined role of the one service.",
            "Checkov CKV_GCP_117"
        ),
        "role",
        Expect.NoneOf("roles/owner", "roles/editor", "roles/viewer"),
        GcpType.ProjectMember,
        GcpType.ProjectBinding
    );
