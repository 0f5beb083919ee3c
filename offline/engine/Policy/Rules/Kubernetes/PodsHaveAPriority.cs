using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsHaveAPriority()
    : PodPropertyRule(
        new RuleInfo(
            "polaris/priorityClassNotSet",
            RuleSeverity.Low,
            "A pod has a priority class",
            "Set priorityClassName.",
            "Polaris priorityClassNotSet"
        ),
        "priorityClassName",
        Expect.Set
    );
