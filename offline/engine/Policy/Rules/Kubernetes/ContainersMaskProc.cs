using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersMaskProc()
    : ContainerPropertyRule(
        new RuleInfo(
            "polaris/procMount",
            RuleSeverity.Medium,
            "A container has the default masks on /proc",
            "Remove securityContext.procMount.",
            "Polaris procMount; Pod Security baseline"
        ),
        "securityContext.procMount",
        Expect.OneOfOrAbsent("Default")
    );
