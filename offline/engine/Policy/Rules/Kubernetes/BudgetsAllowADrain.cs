using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class BudgetsAllowADrain()
    : ObjectRule(
        new RuleInfo(
            "polaris/pdbDisruptionsIsZero",
            RuleSeverity.High,
            "A PodDisruptionBudget lets nodes be drained",
            "Leave room: minAvailable below 100%, maxUnavailable above 0.",
            "Polaris pdbDisruptionsIsZero"
        ),
        "spec.minAvailable, spec.maxUnavailable",
        "PodDisruptionBudget"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Verdict.Worst([
            Expect.NoneOf("100%").Judge(one.Inputs.At("spec.minAvailable"), "spec.minAvailable"),
            Expect.NoneOf("0", "0%").Judge(one.Inputs.At("spec.maxUnavailable"), "spec.maxUnavailable"),
        ]);
    }
}
