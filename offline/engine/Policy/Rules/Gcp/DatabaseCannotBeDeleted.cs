using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseCannotBeDeleted()
    : PropertyRule(
        new RuleInfo(
            "own/database-deletion",
            RuleSeverity.High,
            "A Cloud SQL instance has deletion protection",
            "Set settings.deletionProtectionEnabled to true: it also blocks deletion by the console and gcloud.",
            "cloud.google.com/sql/docs/postgres/deletion-protection"
        ),
        "settings.deletionProtectionEnabled",
        Expect.True,
        GcpType.DatabaseInstance
    )
{
    // A replica can be created again from its primary.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) => Known.At(resource.Inputs, "masterInstanceName") is null;
}
