using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsDurations()
    : FlagRule(
        new RuleInfo(
            "CKV2_GCP_13",
            RuleSeverity.Low,
            "PostgreSQL logs how long statements take",
            "Set the database flag log_duration to on.",
            "Checkov CKV2_GCP_13"
        ),
        "POSTGRES",
        "log_duration",
        Expect.OneOf("on")
    );
