using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsLockWaits()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_54",
            RuleSeverity.Low,
            "PostgreSQL logs who waits for a lock",
            "Set the database flag log_lock_waits to on.",
            "Checkov CKV_GCP_54"
        ),
        "POSTGRES",
        "log_lock_waits",
        Expect.OneOf("on")
    );
