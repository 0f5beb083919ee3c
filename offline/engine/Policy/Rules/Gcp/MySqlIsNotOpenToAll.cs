using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class MySqlIsNotOpenToAll()
    : FirewallPortRule(
        new RuleInfo(
            "CKV_GCP_88",
            RuleSeverity.High,
            "No firewall rule opens port 3306 (MySQL) to the whole internet",
            "Narrow sourceRanges to those that need it.",
            "Checkov CKV_GCP_88"
        ),
        3306
    );
