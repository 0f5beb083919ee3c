using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class SqlServerUsersAreOfTheServer()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_59",
            RuleSeverity.Medium,
            "SQL Server has no contained database users",
            "Set the database flag contained database authentication to off.",
            "Checkov CKV_GCP_59; CIS GCP 3.0, 6.3.7"
        ),
        "SQLSERVER",
        "contained database authentication",
        Expect.NoneOf("on")
    );
