using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DeploymentsSurviveADrain()
    : ObjectRule(
        new RuleInfo(
            "kube-score/deployment-has-poddisruptionbudget",
            RuleSeverity.Medium,
            "A PodDisruptionBudget keeps pods of a Deployment while nodes are drained",
            "Create a PodDisruptionBudget whose selector selects the pods.",
            "kube-score deployment-has-poddisruptionbudget"
        ),
        "the PodDisruptionBudgets of the namespace",
        "Deployment"
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
