using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class FtpIsNotOpenToAll()
    : FirewallPortRule(
        new RuleInfo(
            "CKV_GCP_75",
            RuleSeverity.High,
            "No firewall rule opens port 21 (FTP) to the whole internet",
            "Narrow sourceRanges to those that need it.",
            "Checkov CKV_GCP_75"
        ),
        21
    );
