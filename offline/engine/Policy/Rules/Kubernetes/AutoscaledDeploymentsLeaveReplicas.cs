using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class AutoscaledDeploymentsLeaveReplicas()
    : ObjectRule(
        new RuleInfo(
            "kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured",
            RuleSeverity.Medium,
            "A Deployment that an autoscaler scales leaves the number of pods to it",
            "Take spec.replicas out: each deployment would undo the autoscaler.",
            "kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured"
        ),
        "spec.replicas",
        "Deployment"
    )
{
    protected override bool AppliesTo(KubernetesObject one, PolicyPlan plan) => Objects.AutoscalersOf(one, plan).Any();

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.Absent.Judge(one.Inputs.At("spec.replicas"), "spec.replicas");
    }
}
