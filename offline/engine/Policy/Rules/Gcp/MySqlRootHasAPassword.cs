using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class MySqlRootHasAPassword()
    : ResourceRule(
        new RuleInfo(
            "CKV2_GCP_7",
            RuleSeverity.Critical,
            "The root user of a MySQL instance has a password",
            "Set password of the user, from a random one.",
            "Checkov CKV2_GCP_7; CIS GCP 3.0, 6.1.1"
        ),
        GcpType.DatabaseUser
    )
{
    public override string LooksAt => $"{base.LooksAt}: name, password, where the plan has a MySQL instance";

    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        (Known.Text(resource.Inputs["name"])?.StartsWith("root", StringComparison.Ordinal) ?? true)
        && plan.OfType(GcpType.DatabaseInstance)
            .Any(instance => Known.Text(instance.Inputs["databaseVersion"])?.StartsWith("MYSQL", StringComparison.Ordinal) ?? false);

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) => Expect.Set.Judge(resource.Inputs["password"], "password");
}
