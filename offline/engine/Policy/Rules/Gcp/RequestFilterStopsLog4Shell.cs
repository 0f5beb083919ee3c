using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class RequestFilterStopsLog4Shell()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_73",
            RuleSeverity.Medium,
            "A Cloud Armor policy blocks Log4Shell",
            "Add a rule that denies evaluatePreconfiguredExpr('cve-canary').",
            "Checkov CKV_GCP_73"
        ),
        GcpType.SecurityPolicy
    )
{
    public override string LooksAt => $"{base.LooksAt}: rules[].match.expr.expression, action, preview";

    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Known.Text(resource.Inputs["type"]) is null or "CLOUD_ARMOR";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        var rules = Known.At(resource.Inputs, "rules");
        if (rules is PlanList list && list.Items.Any(Stops))
            return Verdict.Pass;
        return rules is null || Known.Is(rules)
            ? Verdict.Violation("no rule denies evaluatePreconfiguredExpr('cve-canary'); expected one that is not a preview")
            : Verdict.Unknown(
                "a rule is not known before the deployment; expected one that denies evaluatePreconfiguredExpr('cve-canary')"
            );
    }

    private static bool Stops(PlanValue rule) =>
        Known.Text(rule.At("match.expr.expression"))
            is "evaluatePreconfiguredExpr('cve-canary')"
                or "evaluatePreconfiguredWaf('cve-canary')"
        && Known.Text(rule.At("action")) is { } action
        && action != "allow"
        && !Known.IsBool(rule.At("preview"), true);
}
