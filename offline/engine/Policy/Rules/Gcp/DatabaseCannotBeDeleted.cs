using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseCannotBeDeleted()
    : PropertyRule(
        new RuleInfo(
            "own/database-deletion",
            RuleSeverity.High,
            "A Cloud SQL instance refuses to be deleted",
            "Set settings.deletionProtectionEnabled to true: it holds against the console and gcloud too.",
            "cloud.google.com/sql/docs/postgres/deletion-protection"
        ),
        "settings.deletionProtectionEnabled",
        Expect.True,
        GcpType.DatabaseInstance
    )
{
    // A replica can be made anew from its primary.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) => Known.At(resource.Inputs, "masterInstanceName") is null;
}
