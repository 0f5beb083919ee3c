using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class SecretsAreNotPublic()
    : PublicMemberRule(
        new RuleInfo(
            "own/public-secret",
            RuleSeverity.Critical,
            "No secret is granted to allUsers or allAuthenticatedUsers",
            "Grant it to the accounts that need it.",
            "cloud.google.com/iam/docs/overview: allUsers and allAuthenticatedUsers are everybody"
        ),
        "gcp:secretmanager/secretIamMember:SecretIamMember",
        "gcp:secretmanager/secretIamBinding:SecretIamBinding"
    );
