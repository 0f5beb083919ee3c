using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class NetworkPoliciesSelectPods()
    : ObjectRule(
        new RuleInfo(
            "kube-score/networkpolicy-targets-pod",
            RuleSeverity.Low,
            "A NetworkPolicy selects pods",
            "Correct podSelector, or remove the policy.",
            "kube-score networkpolicy-targets-pod"
        ),
        "spec.podSelector",
        "NetworkPolicy"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Objects.SelectsPods(one, "spec.podSelector", plan);
    }
}
