using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class RepositoriesAreNotPublic()
    : PublicMemberRule(
        new RuleInfo(
            "CKV_GCP_101",
            RuleSeverity.Critical,
            "No image repository is granted to allUsers or allAuthenticatedUsers",
            "Grant it to the accounts that need it.",
            "Checkov CKV_GCP_101"
        ),
        "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
        "gcp:artifactregistry/repositoryIamBinding:RepositoryIamBinding"
    );
