using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class VariablesAreNamedOnce()
    : ContainerRule(
        new RuleInfo(
            "kube-score/environment-variable-key-duplication",
            RuleSeverity.Medium,
            "No environment variable of a container is set twice",
            "Remove one of them: the last wins.",
            "kube-score environment-variable-key-duplication"
        ),
        "env[].name"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var items = (container.Map["env"] as PlanList)?.Items ?? [];
        var names = items.Select(one => Known.Text(one.At("name"))).OfType<string>();
        var twice = names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        if (twice.Count == 0 && items.Any(one => Known.At(one, "name") is not { } name || !Known.Is(name)))
            return Verdict.Unknown("the name of a variable is not known before the deployment; expected different names");
        return Verdict.Holds(twice.Count == 0, $"{string.Join(", ", twice)} is set twice; expected once");
    }
}
