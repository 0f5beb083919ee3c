using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class CacheAsksForAPassword()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_95",
            RuleSeverity.High,
            "A Memorystore instance asks for a password",
            "Set authEnabled to true.",
            "Checkov CKV_GCP_95"
        ),
        "authEnabled",
        Expect.True,
        GcpType.Redis
    );
