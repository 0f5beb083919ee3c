using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class BudgetsSayHowMany()
    : ObjectRule(
        new RuleInfo(
            "kube-score/poddisruptionbudget-has-policy",
            RuleSeverity.Medium,
            "A PodDisruptionBudget says how many pods stay",
            "Set spec.minAvailable or spec.maxUnavailable.",
            "kube-score poddisruptionbudget-has-policy"
        ),
        "spec.minAvailable, spec.maxUnavailable",
        "PodDisruptionBudget"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Known.At(one.Inputs, "spec.minAvailable") is null && Known.At(one.Inputs, "spec.maxUnavailable") is null
            ? Verdict.Violation("neither spec.minAvailable nor spec.maxUnavailable is set; expected one of them")
            : Verdict.Pass;
    }
}
