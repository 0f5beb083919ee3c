using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class StatefulSetsNameTheirService()
    : ObjectRule(
        new RuleInfo(
            "kube-score/statefulset-has-servicename",
            RuleSeverity.Medium,
            "A StatefulSet names a headless Service of the plan",
            "Set spec.serviceName to a Service whose clusterIP is None.",
            "kube-score statefulset-has-servicename"
        ),
        "spec.serviceName",
        "StatefulSet"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var value = Known.At(one.Inputs, "spec.serviceName");
        if (Known.Text(value) is not { } name)
            return Expect.OneOf("the name of a Service").Judge(value, "spec.serviceName");
        return Verdict.Holds(
            Known.Text(Objects.Find("Service", name, one, plan)?.Inputs.At("spec.clusterIP")) == "None",
            $"there is no headless Service {name} in the namespace; expected one"
        );
    }
}
