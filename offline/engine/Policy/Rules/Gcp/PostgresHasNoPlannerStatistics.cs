using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresHasNoPlannerStatistics()
    : FlagRule(
        new RuleInfo(
            "CKV2_GCP_16",
            RuleSeverity.Low,
            "PostgreSQL does not log statistics of the planner",
            "Remove the database flag log_planner_stats.",
            "Checkov CKV2_GCP_16"
        ),
        "POSTGRES",
        "log_planner_stats",
        Expect.NoneOf("on")
    );
