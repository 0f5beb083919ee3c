using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class VariablesHoldNoSecrets()
    : ContainerRule(
        new RuleInfo(
            "polaris/sensitiveContainerEnvVar",
            RuleSeverity.High,
            "No environment variable has a password, token or key as plain text",
            "Read it from a Secret.",
            "Polaris sensitiveContainerEnvVar"
        ),
        "env[].value"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan) =>
        Known.At(container.Map, "env") switch
        {
            null => Verdict.Pass,
            PlanList list => Verdict.Worst(list.Items.Where(one => Known.At(one, "value") is not null).Select(Check)),
            _ => Verdict.Unknown("env is not known before the deployment; expected no secret as plain text"),
        };

    private static Verdict Check(PlanValue variable) =>
        Known.Text(variable.At("name")) is not { } name
            ? Verdict.Unknown("the name of a variable is not known before the deployment; expected no secret as plain text")
            : Verdict.Holds(!SecretNames.IsOne(name), $"{name} has a value in the pod; expected valueFrom a Secret");
}
