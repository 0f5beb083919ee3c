using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsFailingStatements()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_109",
            RuleSeverity.Medium,
            "PostgreSQL logs statements that fail",
            "Set the database flag log_min_error_statement to error.",
            "Checkov CKV_GCP_109; CIS GCP 3.0, 6.2.6"
        ),
        "POSTGRES",
        "log_min_error_statement",
        Expect.OneOf("error", "warning", "notice", "info", "debug1", "debug2", "debug3", "debug4", "debug5")
    );
