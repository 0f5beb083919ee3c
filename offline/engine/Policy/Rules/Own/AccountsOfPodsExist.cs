using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class AccountsOfPodsExist()
    : PodRule(
        new RuleInfo(
            "own/dangling-service-account",
            RuleSeverity.High,
            "The service account of a pod exists",
            "Create the object in the plan, correct the name, or mark the reference optional.",
            "kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap: a pod whose reference does not exist does not start"
        ),
        "serviceAccountName"
    )
{
    protected override Verdict Check(Workload workload, PolicyPlan plan) => PodReferences.Judge(workload, "ServiceAccount", plan);
}
