using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class IngressRunsNoLua()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_152",
            RuleSeverity.High,
            "An Ingress has no snippet with Lua code",
            "Remove the snippet annotation.",
            "Checkov CKV_K8S_152"
        ),
        "metadata.annotations",
        "Ingress"
    )
{
    private static readonly string[] Words = ["lua", "_by_lua", "load_module"];

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var annotations = (one.Inputs.At("metadata.annotations") as PlanMap)?.Entries ?? PlanMap.Empty.Entries;
        return Verdict.Worst(
            annotations
                .Where(pair => pair.Key.EndsWith("snippet", StringComparison.Ordinal))
                .Select(pair =>
                    Known.Text(pair.Value) is not { } text
                        ? Verdict.Unknown($"{pair.Key} is not known before the deployment; expected no snippet")
                    : Words.Any(word => text.Contains(word, StringComparison.Ordinal))
                        ? Verdict.Violation($"{pair.Key} is set; expected no such snippet")
                    : Verdict.Pass
                )
        );
    }
}
