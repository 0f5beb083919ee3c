using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class SpreadConstraintsAreComplete()
    : PodRule(
        new RuleInfo(
            "kube-score/pod-topology-spread-constraints",
            RuleSeverity.Low,
            "A spread constraint of a pod is complete and counts the pod",
            "Set maxSkew, topologyKey, whenUnsatisfiable and a labelSelector that selects the pod.",
            "kube-score pod-topology-spread-constraints"
        ),
        "topologySpreadConstraints[]"
    )
{
    private static readonly string[] Required = ["maxSkew", "topologyKey", "whenUnsatisfiable"];

    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        if (Known.At(workload.PodSpec, "topologySpreadConstraints") is not { } value)
            return Verdict.Pass;
        if (value is not PlanList constraints)
            return Verdict.Unknown("topologySpreadConstraints is not known before the deployment");
        return Verdict.Worst(
            constraints.Items.SelectMany(one =>
                Required
                    .Select(key => Expect.Set.Judge(one.At(key), $"topologySpreadConstraints[].{key}"))
                    .Append(
                        Selector.Selects(one.At("labelSelector"), workload.PodLabels) switch
                        {
                            true => Verdict.Pass,
                            false => Verdict.Violation("topologySpreadConstraints[].labelSelector does not select the pod; expected it to"),
                            null => Verdict.Unknown("topologySpreadConstraints[].labelSelector is not known before the deployment"),
                        }
                    )
            )
        );
    }
}
