using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersAreRestarted()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_8",
            RuleSeverity.Medium,
            "A container that hangs is restarted",
            "Set a livenessProbe that looks at the process alone.",
            "Checkov CKV_K8S_8; Polaris livenessProbeMissing"
        ),
        "livenessProbe",
        Expect.Set,
        runningOnly: true
    );
