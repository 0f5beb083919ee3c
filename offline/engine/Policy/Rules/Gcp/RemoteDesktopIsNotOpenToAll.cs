using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class RemoteDesktopIsNotOpenToAll()
    : FirewallPortRule(
        new RuleInfo(
            "CKV_GCP_3",
            RuleSeverity.Critical,
            "No firewall rule opens port 3389 (remote desktop) to the whole internet",
            "Narrow sourceRanges, or use Identity-Aware Proxy.",
            "Checkov CKV_GCP_3; CIS GCP 3.0, 3.7"
        ),
        3389
    );
