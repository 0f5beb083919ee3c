using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseVersionIsNewest()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_79",
            RuleSeverity.Low,
            "A Cloud SQL instance runs the newest major version",
            "Raise databaseVersion after a rehearsed restore.",
            "Checkov CKV_GCP_79"
        ),
        "databaseVersion",
        Expect.OneOf(
            "POSTGRES_18",
            "MYSQL_8_0",
            "MYSQL_8_4",
            "SQLSERVER_2022_STANDARD",
            "SQLSERVER_2022_ENTERPRISE",
            "SQLSERVER_2022_EXPRESS",
            "SQLSERVER_2022_WEB"
        ),
        GcpType.DatabaseInstance
    );
