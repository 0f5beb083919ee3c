using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsHaveANetworkPolicy()
    : PodRule(
        new RuleInfo(
            "CKV2_K8S_6",
            RuleSeverity.High,
            "A NetworkPolicy says what a pod may receive, and one what it may send",
            "Create a NetworkPolicy with policyTypes Ingress and Egress whose podSelector selects the pod.",
            "Checkov CKV2_K8S_6; kube-score pod-networkpolicy"
        ),
        "the NetworkPolicies of the namespace"
    )
{
    private static readonly string[] Directions = ["Ingress", "Egress"];

    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        return Verdict.Worst(Directions.Select(direction => Check(workload, direction, plan)));
    }

    private static Verdict Check(Workload workload, string direction, PolicyPlan plan)
    {
        var policies = plan.OfKind("NetworkPolicy")
            .Where(policy => policy.Namespace == workload.Object.Namespace && Rules(policy, direction));
        var answers = policies.Select(policy => Selector.Selects(policy.Inputs.At("spec.podSelector"), workload.PodLabels)).ToList();
        return answers.Contains(true) ? Verdict.Pass
            : answers.Contains(null) ? Verdict.Unknown($"a podSelector is not known before the deployment; expected one for {direction}")
            : Verdict.Violation($"no NetworkPolicy of the namespace selects the pod for {direction}; expected one");
    }

    // Without policyTypes, a policy is for ingress, and for egress only if it has egress rules.
    private static bool Rules(KubernetesObject policy, string direction) =>
        Known.At(policy.Inputs, "spec.policyTypes") is PlanList types
            ? types.Items.Any(type => Known.Text(type) == direction)
            : direction == "Ingress" || Known.At(policy.Inputs, "spec.egress") is not null;
}
