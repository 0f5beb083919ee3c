using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class IngressConfigurationExists()
    : PolicyRule(
        new RuleInfo(
            "own/dangling-ingress-config",
            RuleSeverity.High,
            "The BackendConfig and FrontendConfig that annotations name exist",
            "Create the object in the plan, or correct the annotation.",
            "cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration"
        )
    )
{
    private const string FrontendConfig = "networking.gke.io/v1beta1.FrontendConfig";
    private const string BackendConfig = "cloud.google.com/backend-config";

    public override string LooksAt => $"kubernetes: Ingress, Service: metadata.annotations {FrontendConfig}, {BackendConfig}";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan)
    {
        foreach (var one in plan.OfKind("Ingress"))
            if ((one.Inputs.At("metadata.annotations") as PlanMap)?[FrontendConfig] is { } value)
                yield return new Judgement(
                    one.Resource,
                    Known.Text(value) is not { } name
                        ? Verdict.Unknown($"{FrontendConfig} is not known before the deployment")
                        : Verdict.Holds(
                            Objects.Find("FrontendConfig", name, one, plan) is not null,
                            $"there is no FrontendConfig {name}; expected one"
                        )
                );
        foreach (var one in plan.OfKind("Service"))
            if ((one.Inputs.At("metadata.annotations") as PlanMap)?[BackendConfig] is { } value)
                yield return new Judgement(one.Resource, Check(one, value, plan));
    }

    // JSON with the names as values: {"default": "name"}.
    private static Verdict Check(KubernetesObject service, PlanValue value, PolicyPlan plan)
    {
        if (Known.Text(value) is not { } text)
            return Verdict.Unknown($"{BackendConfig} is not known before the deployment");
        var names = plan.OfKind("BackendConfig").Where(one => one.Namespace == service.Namespace).Select(one => one.Name).OfType<string>();
        return Verdict.Holds(
            names.Any(name => text.Contains($"\"{name}\"", StringComparison.Ordinal)),
            $"no BackendConfig of the namespace is named by {text}; expected one"
        );
    }
}
