using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class MySqlHasBinaryLog()
    : PropertyRule(
        new RuleInfo(
            "CKV2_GCP_20",
            RuleSeverity.High,
            "A MySQL instance has a binary log for point-in-time recovery",
            "Set settings.backupConfiguration.binaryLogEnabled to true.",
            "Checkov CKV2_GCP_20"
        ),
        "settings.backupConfiguration.binaryLogEnabled",
        Expect.True,
        GcpType.DatabaseInstance
    )
{
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Known.At(resource.Inputs, "masterInstanceName") is null
        && (Known.Text(resource.Inputs["databaseVersion"])?.StartsWith("MYSQL", StringComparison.Ordinal) ?? false);
}
