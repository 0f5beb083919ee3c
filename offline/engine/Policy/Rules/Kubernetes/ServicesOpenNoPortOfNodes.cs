using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ServicesOpenNoPortOfNodes()
    : ObjectRule(
        new RuleInfo(
            "kube-score/service-type",
            RuleSeverity.Medium,
            "A Service is not of type NodePort",
            "Set spec.type to ClusterIP and make an Ingress.",
            "kube-score service-type"
        ),
        "spec.type",
        "Service"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.NoneOf("NodePort").Judge(one.Inputs.At("spec.type"), "spec.type");
    }
}
