using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class SshIsNotOpenToAll()
    : FirewallPortRule(
        new RuleInfo(
            "CKV_GCP_2",
            RuleSeverity.Critical,
            "No firewall rule opens port 22 (SSH) to the whole internet",
            "Narrow sourceRanges, or use Identity-Aware Proxy.",
            "Checkov CKV_GCP_2; CIS GCP 3.0, 3.6"
        ),
        22
    );
