using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class FirewallIsNotWideOpen()
    : ResourceRule(
        new RuleInfo(
            "CKV2_GCP_12",
            RuleSeverity.Critical,
            "No firewall rule lets every protocol in from the whole internet",
            "Name the protocol and the ports, and narrow sourceRanges.",
            "Checkov CKV2_GCP_12"
        ),
        GcpType.Firewall
    )
{
    public override string LooksAt => $"{base.LooksAt}: allows[].protocol, sourceRanges, direction, disabled";

    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        !Known.IsBool(resource.Inputs["disabled"], true) && Known.Text(resource.Inputs["direction"]) != "EGRESS";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        var protocols = Each.Of(resource.Inputs, "allows", "protocol", Expect.NoneOf("all"));
        return (protocols.Kind, Firewall.IsFromEverywhere(resource)) switch
        {
            (VerdictKind.Pass, _) or (_, false) => Verdict.Pass,
            (VerdictKind.Violation, true) => Verdict.Violation("every protocol is open to 0.0.0.0/0; expected named protocols or sources"),
            _ => Verdict.Unknown("a protocol or a source range is not known before the deployment; expected named protocols or sources"),
        };
    }
}
