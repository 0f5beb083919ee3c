using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class FtpDataIsNotOpenToAll()
    : FirewallPortRule(
        new RuleInfo(
            "CKV_GCP_77",
            RuleSeverity.High,
            "No firewall rule opens port 20 (FTP data) to the whole internet",
            "Narrow sourceRanges to those that need it.",
            "Checkov CKV_GCP_77"
        ),
        20
    );
