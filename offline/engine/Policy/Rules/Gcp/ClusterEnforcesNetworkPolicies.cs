using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterEnforcesNetworkPolicies()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_12",
            RuleSeverity.High,
            "A GKE cluster enforces NetworkPolicies",
            "Set networkPolicy.enabled to true, or state it as false beside datapathProvider ADVANCED_DATAPATH.",
            "Checkov CKV_GCP_12"
        ),
        GcpType.Cluster
    )
{
    public override string LooksAt => $"{base.LooksAt}: networkPolicy.enabled, datapathProvider";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        if (Known.At(resource.Inputs, "networkPolicy.enabled") is { } enabled && Known.IsBool(enabled, false))
            return Expect.OneOf("ADVANCED_DATAPATH").Judge(resource.Inputs["datapathProvider"], "datapathProvider");
        return Expect.True.Judge(resource.Inputs.At("networkPolicy.enabled"), "networkPolicy.enabled");
    }
}
