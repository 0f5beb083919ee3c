using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsCheckpoints()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_51",
            RuleSeverity.Low,
            "PostgreSQL logs its checkpoints",
            "Set the database flag log_checkpoints to on.",
            "Checkov CKV_GCP_51"
        ),
        "POSTGRES",
        "log_checkpoints",
        Expect.OneOf("on")
    );
