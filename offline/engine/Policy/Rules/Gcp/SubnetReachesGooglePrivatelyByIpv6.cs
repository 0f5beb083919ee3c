using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class SubnetReachesGooglePrivatelyByIpv6()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_76",
            RuleSeverity.Medium,
            "Machines of a subnet with IPv6 reach Google APIs without a public address",
            "Set privateIpv6GoogleAccess to ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE.",
            "Checkov CKV_GCP_76"
        ),
        "privateIpv6GoogleAccess",
        Expect.OneOf("ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE", "ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE"),
        GcpType.Subnetwork
    )
{
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) => Known.Text(resource.Inputs["stackType"]) == "IPV4_IPV6";
}
