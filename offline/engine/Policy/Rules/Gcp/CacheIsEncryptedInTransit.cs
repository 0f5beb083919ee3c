using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class CacheIsEncryptedInTransit()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_97",
            RuleSeverity.High,
            "Connections to a Memorystore instance are encrypted",
            "Set transitEncryptionMode to SERVER_AUTHENTICATION.",
            "Checkov CKV_GCP_97"
        ),
        "transitEncryptionMode",
        Expect.OneOf("SERVER_AUTHENTICATION"),
        GcpType.Redis
    );
