using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class KeysAreNotPublic()
    : PublicMemberRule(
        new RuleInfo(
            "CKV_GCP_112",
            RuleSeverity.Critical,
            "No key is granted to allUsers or allAuthenticatedUsers",
            "Grant it to the accounts that need it.",
            "Checkov CKV_GCP_112, CKV2_GCP_6"
        ),
        "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
        "gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding"
    );
