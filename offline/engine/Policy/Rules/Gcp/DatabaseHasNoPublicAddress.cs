using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseHasNoPublicAddress()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_60",
            RuleSeverity.Critical,
            "A Cloud SQL instance has no public address",
            "Set settings.ipConfiguration.ipv4Enabled to false and give it a privateNetwork.",
            "Checkov CKV_GCP_60; CIS GCP 3.0, 6.6"
        ),
        "settings.ipConfiguration.ipv4Enabled",
        Expect.NotTrue,
        GcpType.DatabaseInstance
    );
