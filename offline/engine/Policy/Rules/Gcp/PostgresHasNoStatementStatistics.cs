using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresHasNoStatementStatistics()
    : FlagRule(
        new RuleInfo(
            "CKV2_GCP_17",
            RuleSeverity.Low,
            "PostgreSQL does not log statistics of the statement",
            "Remove the database flag log_statement_stats.",
            "Checkov CKV2_GCP_17"
        ),
        "POSTGRES",
        "log_statement_stats",
        Expect.NoneOf("on")
    );
