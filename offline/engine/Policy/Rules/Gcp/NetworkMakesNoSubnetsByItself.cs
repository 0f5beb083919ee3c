using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NetworkMakesNoSubnetsByItself()
    : PropertyRule(
        new RuleInfo(
            "own/network-auto-subnets",
            RuleSeverity.Medium,
            "A network has only the subnets that the plan makes",
            "Set autoCreateSubnetworks to false; left out it is true.",
            "cloud.google.com/vpc/docs/vpc#subnet-ranges; CKV2_GCP_2 asks the same of networks in a project that the plan makes"
        ),
        "autoCreateSubnetworks",
        Expect.False,
        GcpType.Network
    );
