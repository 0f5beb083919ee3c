using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ConfigMapsHoldNoSecrets()
    : ObjectRule(
        new RuleInfo(
            "polaris/sensitiveConfigmapContent",
            RuleSeverity.High,
            "A ConfigMap holds no password, token or key",
            "Move it to a Secret.",
            "Polaris sensitiveConfigmapContent"
        ),
        "data",
        "ConfigMap"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        Known.At(one.Inputs, "data") switch
        {
            null => Verdict.Pass,
            PlanMap data => Verdict.Worst(data.Entries.Select(pair => Check($"data.{pair.Key}", pair.Key, pair.Value))),
            _ => Verdict.Unknown("data is not known before the deployment; expected no secret in it"),
        };

    private static Verdict Check(string path, string key, PlanValue value)
    {
        var looksLikeOne =
            SecretNames.IsOne(key) || value is PlanText { Text: var text } && text.Contains("PRIVATE KEY-----", StringComparison.Ordinal);
        return looksLikeOne ? Verdict.Violation($"{path} looks like a secret; expected it in a Secret")
            : Known.Is(value) ? Verdict.Pass
            : Verdict.Unknown($"{path} is not known before the deployment; expected no secret");
    }
}
