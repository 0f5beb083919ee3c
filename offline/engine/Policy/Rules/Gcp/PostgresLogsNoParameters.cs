using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsNoParameters()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_57",
            RuleSeverity.High,
            "PostgreSQL does not log statements, whose parameters may be personal data",
            "Set the database flag log_min_duration_statement to -1; Query Insights shows what is slow.",
            "Checkov CKV_GCP_57; CIS GCP 3.0, 6.2.7"
        ),
        "POSTGRES",
        "log_min_duration_statement",
        Expect.OneOfOrAbsent("-1")
    );
