using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersSayWhenTheyAreReady()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_9",
            RuleSeverity.Medium,
            "A container gets requests only when it is ready",
            "Set a readinessProbe.",
            "Checkov CKV_K8S_9; Polaris readinessProbeMissing"
        ),
        "readinessProbe",
        Expect.Set,
        runningOnly: true
    );
