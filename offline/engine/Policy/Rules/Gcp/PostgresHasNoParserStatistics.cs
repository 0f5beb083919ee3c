using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresHasNoParserStatistics()
    : FlagRule(
        new RuleInfo(
            "CKV2_GCP_15",
            RuleSeverity.Low,
            "PostgreSQL does not log statistics of the parser",
            "Remove the database flag log_parser_stats.",
            "Checkov CKV2_GCP_15"
        ),
        "POSTGRES",
        "log_parser_stats",
        Expect.NoneOf("on")
    );
