using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class KeyRingsAreNotPublic()
    : PublicMemberRule(
        new RuleInfo(
            "CKV2_GCP_8",
            RuleSeverity.Critical,
            "No key ring is granted to allUsers or allAuthenticatedUsers",
            "Grant it to the accounts that need it.",
            "Checkov CKV2_GCP_8"
        ),
        "gcp:kms/keyRingIAMMember:KeyRingIAMMember",
        "gcp:kms/keyRingIAMBinding:KeyRingIAMBinding"
    );
