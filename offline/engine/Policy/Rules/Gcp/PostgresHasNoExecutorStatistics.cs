using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresHasNoExecutorStatistics()
    : FlagRule(
        new RuleInfo(
            "CKV2_GCP_14",
            RuleSeverity.Low,
            "PostgreSQL does not log statistics of the executor",
            "Remove the database flag log_executor_stats.",
            "Checkov CKV2_GCP_14"
        ),
        "POSTGRES",
        "log_executor_stats",
        Expect.NoneOf("on")
    );
