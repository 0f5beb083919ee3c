using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class IngressesFindTheirService()
    : ObjectRule(
        new RuleInfo(
            "kube-score/ingress-targets-service",
            RuleSeverity.High,
            "An Ingress names a Service of its namespace and a port that it has",
            "Name a Service that the plan makes.",
            "kube-score ingress-targets-service"
        ),
        "spec.rules[].http.paths[].backend.service, spec.defaultBackend",
        "Ingress"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var backends = Paths(one).Append(Known.At(one.Inputs, "spec.defaultBackend.service")).OfType<PlanValue>();
        return Verdict.Worst(backends.Select(backend => Check(one, backend, plan)));
    }

    private static IEnumerable<PlanValue?> Paths(KubernetesObject ingress) =>
        ((ingress.Inputs.At("spec.rules") as PlanList)?.Items ?? [])
            .SelectMany(rule => (rule.At("http.paths") as PlanList)?.Items ?? [])
            .Select(path => path.At("backend.service"));

    private static Verdict Check(KubernetesObject ingress, PlanValue backend, PolicyPlan plan)
    {
        if (Known.Text(backend.At("name")) is not { } name)
            return Verdict.Unknown("the name of a Service is not known before the deployment; expected one of the plan");
        var service = Objects.Find("Service", name, ingress, plan);
        if (service is null)
            return Verdict.Violation($"there is no Service {name} in the namespace; expected one that the plan creates");
        var (number, portName) = (backend.At("port.number"), Known.Text(backend.At("port.name")));
        var ports = (service.Inputs.At("spec.ports") as PlanList)?.Items ?? [];
        return Verdict.Holds(
            ports.Any(port =>
                number is PlanNumber && PlanValue.Same(port.At("port"), number)
                || portName is not null && Known.Text(port.At("name")) == portName
            ),
            $"the Service {name} does not have the port that the Ingress names; expected one of its ports"
        );
    }
}
