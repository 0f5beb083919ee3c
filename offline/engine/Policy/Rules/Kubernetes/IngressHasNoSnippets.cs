using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class IngressHasNoSnippets()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_153",
            RuleSeverity.High,
            "An Ingress has no configuration snippets for its controller",
            "Remove the snippet annotation.",
            "Checkov CKV_K8S_153"
        ),
        "metadata.annotations",
        "Ingress"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var annotations = (one.Inputs.At("metadata.annotations") as PlanMap)?.Entries ?? PlanMap.Empty.Entries;
        return Verdict.Worst(
            annotations
                .Where(pair => pair.Key.EndsWith("snippet", StringComparison.Ordinal))
                .Select(pair => Verdict.Violation($"{pair.Key} is set; expected no snippet"))
        );
    }
}
