using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class StatefulSetsSelectTheirPods()
    : ObjectRule(
        new RuleInfo(
            "kube-score/statefulset-pod-selector-labels-match-template-metadata-labels",
            RuleSeverity.High,
            "A StatefulSet selects the pods that it makes",
            "Give the template the labels of the selector.",
            "kube-score statefulset-pod-selector-labels-match-template-metadata-labels"
        ),
        "spec.selector, spec.template.metadata.labels",
        "StatefulSet"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Selector.Selects(one.Inputs.At("spec.selector"), Workload.Of(one)!.PodLabels) switch
        {
            true => Verdict.Pass,
            false => Verdict.Violation("spec.selector does not select the labels of spec.template; expected it to"),
            null => Verdict.Unknown("spec.selector or a label is not known before the deployment; expected them to match"),
        };
    }
}
