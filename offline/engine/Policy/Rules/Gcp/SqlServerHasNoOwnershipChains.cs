using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class SqlServerHasNoOwnershipChains()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_58",
            RuleSeverity.Medium,
            "SQL Server has no cross-database ownership chaining",
            "Set the database flag cross db ownership chaining to off.",
            "Checkov CKV_GCP_58; CIS GCP 3.0, 6.3.2"
        ),
        "SQLSERVER",
        "cross db ownership chaining",
        Expect.NoneOf("on")
    );
