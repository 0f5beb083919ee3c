using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NobodyActsAsEveryAccount()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_41",
            RuleSeverity.High,
            "No member may act as every service account of the project",
            "Grant roles/iam.serviceAccountUser on the one account instead.",
            "Checkov CKV_GCP_41; CIS GCP 3.0, 1.6"
        ),
        "role",
        Expect.NoneOf("roles/iam.serviceAccountUser", "roles/iam.serviceAccountTokenCreator"),
        GcpType.ProjectMember,
        GcpType.ProjectBinding
    );
