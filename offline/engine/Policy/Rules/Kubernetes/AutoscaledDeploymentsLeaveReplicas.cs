using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class AutoscaledDeploymentsLeaveReplicas()
    : ObjectRule(
        new RuleInfo(
            "kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured",
            RuleSeverity.Medium,
            "A Deployment with an autoscaler does not set the number of pods",
            "Remove spec.replicas: each deployment would undo the autoscaler.",
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
