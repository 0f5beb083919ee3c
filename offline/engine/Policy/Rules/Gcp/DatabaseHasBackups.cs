using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseHasBackups()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_14",
            RuleSeverity.Critical,
            "A Cloud SQL instance has automatic backups",
            "Set settings.backupConfiguration.enabled to true.",
            "Checkov CKV_GCP_14; CIS GCP 3.0, 6.7"
        ),
        "settings.backupConfiguration.enabled",
        Expect.True,
        GcpType.DatabaseInstance
    )
{
    // A replica has the backups of its primary.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) => Known.At(resource.Inputs, "masterInstanceName") is null;
}
