using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DeploymentsSelectTheirPods()
    : ObjectRule(
        new RuleInfo(
            "kube-score/deployment-pod-selector-labels-match-template-metadata-labels",
            RuleSeverity.High,
            "A Deployment selects the pods that it makes",
            "Give the template the labels of the selector.",
            "kube-score deployment-pod-selector-labels-match-template-metadata-labels"
        ),
        "spec.selector, spec.template.metadata.labels",
        "Deployment"
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
