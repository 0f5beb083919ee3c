using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsConnections()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_52",
            RuleSeverity.Medium,
            "PostgreSQL logs who connects",
            "Set the database flag log_connections to on.",
            "Checkov CKV_GCP_52; CIS GCP 3.0, 6.2.2"
        ),
        "POSTGRES",
        "log_connections",
        Expect.OneOf("on")
    );
