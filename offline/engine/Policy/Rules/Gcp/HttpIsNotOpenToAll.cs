using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class HttpIsNotOpenToAll()
    : FirewallPortRule(
        new RuleInfo(
            "CKV_GCP_106",
            RuleSeverity.High,
            "No firewall rule opens port 80 (HTTP without encryption) to the whole internet",
            "Narrow sourceRanges to those that need it.",
            "Checkov CKV_GCP_106"
        ),
        80
    );
