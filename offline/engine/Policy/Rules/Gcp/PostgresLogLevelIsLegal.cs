using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogLevelIsLegal()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_55",
            RuleSeverity.Low,
            "PostgreSQL logs messages of a legal level",
            "Set the database flag log_min_messages to a level such as warning.",
            "Checkov CKV_GCP_55; CIS GCP 3.0, 6.2.5"
        ),
        "POSTGRES",
        "log_min_messages",
        Expect.OneOfOrAbsent(
            "debug5",
            "debug4",
            "debug3",
            "debug2",
            "debug1",
            "info",
            "notice",
            "warning",
            "error",
            "log",
            "fatal",
            "panic"
        )
    );
