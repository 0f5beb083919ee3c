using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsHostNames()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_108",
            RuleSeverity.Low,
            "PostgreSQL logs the names of hosts",
            "Set the database flag log_hostname to on.",
            "Checkov CKV_GCP_108"
        ),
        "POSTGRES",
        "log_hostname",
        Expect.OneOf("on")
    );
