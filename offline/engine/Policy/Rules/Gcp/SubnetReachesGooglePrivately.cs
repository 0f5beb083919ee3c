using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class SubnetReachesGooglePrivately()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_74",
            RuleSeverity.Medium,
            "Machines of a subnet reach Google APIs without a public address",
            "Set privateIpGoogleAccess to true.",
            "Checkov CKV_GCP_74"
        ),
        "privateIpGoogleAccess",
        Expect.True,
        GcpType.Subnetwork
    )
{
    // A proxy-only subnet of load balancers has no such setting.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Known.Text(resource.Inputs["purpose"])
            is not ("REGIONAL_MANAGED_PROXY" or "GLOBAL_MANAGED_PROXY" or "INTERNAL_HTTPS_LOAD_BALANCER");
}
