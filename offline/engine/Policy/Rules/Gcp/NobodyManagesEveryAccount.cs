using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NobodyManagesEveryAccount()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_49",
            RuleSeverity.High,
            "No member may manage or act as every service account of the project",
            "Grant a narrower role, on the one account.",
            "Checkov CKV_GCP_49"
        ),
        "role",
        Expect.NoneOf(
            "roles/owner",
            "roles/editor",
            "roles/iam.securityAdmin",
            "roles/iam.serviceAccountAdmin",
            "roles/iam.serviceAccountKeyAdmin",
            "roles/iam.serviceAccountUser",
            "roles/iam.serviceAccountTokenCreator",
            "roles/iam.workloadIdentityUser"
        ),
        GcpType.ProjectMember,
        GcpType.ProjectBinding
    );
