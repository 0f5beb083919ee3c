using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class StatefulSetsSurviveADrain()
    : ObjectRule(
        new RuleInfo(
            "kube-score/statefulset-has-poddisruptionbudget",
            RuleSeverity.Medium,
            "A PodDisruptionBudget keeps pods of a StatefulSet while nodes are drained",
            "Create a PodDisruptionBudget whose selector selects the pods.",
            "kube-score statefulset-has-poddisruptionbudget"
        ),
        "the PodDisruptionBudgets of the namespace",
        "StatefulSet"
    )
{
    // A budget cannot help a single pod.
    protected override bool AppliesTo(KubernetesObject one, PolicyPlan plan) =>
        one.Inputs.At("spec.replicas") is not PlanNumber { Value: < 2 };

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Objects.SelectedBy(one, "PodDisruptionBudget", "spec.selector", plan);
    }
}
