using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseRecoversToAPointInTime()
    : PropertyRule(
        new RuleInfo(
            "own/database-point-in-time",
            RuleSeverity.High,
            "A PostgreSQL instance has point-in-time recovery",
            "Set settings.backupConfiguration.pointInTimeRecoveryEnabled to true.",
            "cloud.google.com/sql/docs/postgres/backup-recovery/pitr"
        ),
        "settings.backupConfiguration.pointInTimeRecoveryEnabled",
        Expect.True,
        GcpType.DatabaseInstance
    )
{
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Known.At(resource.Inputs, "masterInstanceName") is null
        && (Known.Text(resource.Inputs["databaseVersion"])?.StartsWith("POSTGRES", StringComparison.Ordinal) ?? true);
}
