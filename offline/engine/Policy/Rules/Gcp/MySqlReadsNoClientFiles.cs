using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class MySqlReadsNoClientFiles()
    : FlagRule(
        new RuleInfo(
            "CKV_GCP_50",
            RuleSeverity.High,
            "MySQL does not read files of its clients",
            "Set the database flag local_infile to off.",
            "Checkov CKV_GCP_50; CIS GCP 3.0, 6.1.3"
        ),
        "MYSQL",
        "local_infile",
        Expect.OneOf("off")
    );
