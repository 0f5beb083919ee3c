using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsChangesOfSchema()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_111",
            RuleSeverity.Medium,
            "PostgreSQL logs changes of the schema",
            "Set the database flag log_statement to ddl.",
            "Checkov CKV_GCP_111; CIS GCP 3.0, 6.2.4"
        ),
        "POSTGRES",
        "log_statement",
        Expect.OneOf("ddl", "mod", "all")
    );
