using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class SubnetLogsItsFlows()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_26",
            RuleSeverity.Medium,
            "A subnet logs its flows",
            "Set logConfig.",
            "Checkov CKV_GCP_26; CIS GKE 1.6, 5.6.1 (kube-bench gke-1.6.0)"
        ),
        "logConfig",
        Expect.Set,
        GcpType.Subnetwork
    )
{
    // A proxy-only subnet of load balancers has no flow logs.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Known.Text(resource.Inputs["purpose"])
            is not ("REGIONAL_MANAGED_PROXY" or "GLOBAL_MANAGED_PROXY" or "INTERNAL_HTTPS_LOAD_BALANCER");
}
