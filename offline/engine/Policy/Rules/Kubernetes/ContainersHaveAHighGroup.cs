using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersHaveAHighGroup()
    : ContainerSecurityRule(
        new RuleInfo(
            "kube-score/container-security-context-user-group-id",
            RuleSeverity.Low,
            "A container runs as a group that no host has",
            "Set runAsGroup to 10000 or above.",
            "kube-score container-security-context-user-group-id"
        ),
        "runAsGroup",
        Expect.Between(10_000, uint.MaxValue)
    );
