using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NetworkHasAFirewall()
    : ResourceRule(
        new RuleInfo(
            "CKV2_GCP_18",
            RuleSeverity.Medium,
            "A network has a firewall rule",
            "Create a Firewall for it that denies unneeded traffic.",
            "Checkov CKV2_GCP_18"
        ),
        GcpType.Network
    )
{
    public override string LooksAt => $"{base.LooksAt}: network of {GcpType.Firewall}";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Holds(
            plan.OfType(GcpType.Firewall).Any(rule => References.Has(rule, "network", resource)),
            "no firewall rule of the plan is for this network; expected at least one"
        );
}
