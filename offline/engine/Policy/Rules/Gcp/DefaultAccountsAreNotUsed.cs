using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DefaultAccountsAreNotUsed()
    : ResourceRule(
        new RuleInfo(
            "CKV2_GCP_1",
            RuleSeverity.High,
            "No cluster runs as a default service account that the plan manages",
            "Give the nodes a service account of their own.",
            "Checkov CKV2_GCP_1"
        ),
        GcpType.Cluster,
        GcpType.NodePool
    )
{
    private const string Defaults = "gcp:projects/defaultServiceAccounts:DefaultServiceAccounts";

    public override string LooksAt => $"{base.LooksAt}: nodeConfig.serviceAccount, beside {Defaults}";

    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) => plan.OfType(Defaults).Any();

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Expect.Set.Judge(resource.Inputs.At("nodeConfig.serviceAccount"), "nodeConfig.serviceAccount");
}
