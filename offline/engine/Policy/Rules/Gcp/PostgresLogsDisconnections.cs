using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsDisconnections()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_53",
            RuleSeverity.Low,
            "PostgreSQL logs who disconnects",
            "Set the database flag log_disconnections to on.",
            "Checkov CKV_GCP_53; CIS GCP 3.0, 6.2.3"
        ),
        "POSTGRES",
        "log_disconnections",
        Expect.OneOf("on")
    );
