using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersLimitMemory()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_13",
            RuleSeverity.Medium,
            "A container limits its memory",
            "Set resources.limits.memory.",
            "Checkov CKV_K8S_13; kube-score container-resources"
        ),
        "resources.limits.memory",
        Expect.Set
    );
