using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresIsAudited()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_110",
            RuleSeverity.Medium,
            "PostgreSQL writes an audit log",
            "Set the database flag cloudsql.enable_pgaudit to on.",
            "Checkov CKV_GCP_110; CIS GCP 3.0, 6.2.8"
        ),
        "POSTGRES",
        "cloudsql.enable_pgaudit",
        Expect.OneOf("on")
    );
