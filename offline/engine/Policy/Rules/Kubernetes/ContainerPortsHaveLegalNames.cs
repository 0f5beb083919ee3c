using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainerPortsHaveLegalNames()
    : ContainerRule(
        new RuleInfo(
            "kube-score/container-ports-check",
            RuleSeverity.Low,
            "The ports of a container have legal names of their own",
            "Shorten the name to 15 letters, digits and hyphens.",
            "kube-score container-ports-check"
        ),
        "ports[].name"
    )
{
    private static readonly Expectation Legal = new("at most 15 small letters, digits and hyphens", true, value =>
        value is PlanText { Text: { Length: <= 15 } text }
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
    );

    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var names = ((container.Map["ports"] as PlanList)?.Items ?? [])
            .Select(port => Known.Text(port.At("name")))
            .OfType<string>()
            .ToList();
        return Verdict.Worst([
            Each.Of(container.Map, "ports", "name", Legal),
            Verdict.Holds(names.Distinct().Count() == names.Count, "two ports have the same name; expected different names"),
        ]);
    }
}
