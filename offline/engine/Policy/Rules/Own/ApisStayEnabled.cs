using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class ApisStayEnabled()
    : ResourceRule(
        new RuleInfo(
            "own/api-disabled-on-destroy",
            RuleSeverity.Medium,
            "Removing an API from the plan does not disable it",
            "Set disableOnDestroy to false: other things of the project may use it.",
            "registry.terraform.io/providers/hashicorp/google: google_project_service, disable_on_destroy"
        ),
        "gcp:projects/service:Service"
    )
{
    public override string LooksAt => $"{base.LooksAt}: disableOnDestroy";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Expect.False.Judge(resource.Inputs["disableOnDestroy"], "disableOnDestroy");
}
