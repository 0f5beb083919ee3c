using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersMaskProc()
    : ContainerPropertyRule(
        new RuleInfo(
            "polaris/procMount",
            RuleSeverity.Medium,
            "A container sees /proc as containers do",
            "Take securityContext.procMount out.",
            "Polaris procMount; Pod Security baseline"
        ),
        "securityContext.procMount",
        Expect.OneOfOrAbsent("Default")
    );
