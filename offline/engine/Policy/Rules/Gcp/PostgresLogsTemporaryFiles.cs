using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PostgresLogsTemporaryFiles()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_56",
            RuleSeverity.Low,
            "PostgreSQL logs every temporary file",
            "Set the database flag log_temp_files to 0.",
            "Checkov CKV_GCP_56"
        ),
        "POSTGRES",
        "log_temp_files",
        Expect.OneOfOrAbsent("0")
    );
