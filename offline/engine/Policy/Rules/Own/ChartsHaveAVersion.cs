using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class ChartsHaveAVersion()
    : ResourceRule(
        new RuleInfo(
            "own/helm-version",
            RuleSeverity.Medium,
            "A Helm release names the version of its chart",
            "Set version: without it every deployment takes the newest.",
            "helm.sh/docs/helm/helm_install: without --version the latest is used"
        ),
        "kubernetes:helm.sh/v3:Release",
        "kubernetes:helm.sh/v4:Chart"
    )
{
    public override string LooksAt => $"{base.LooksAt}: version";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) => Expect.Set.Judge(resource.Inputs["version"], "version");
}
