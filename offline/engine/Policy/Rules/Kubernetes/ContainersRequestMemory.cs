using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersRequestMemory()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_12",
            RuleSeverity.Medium,
            "A container requests memory",
            "Set resources.requests.memory.",
            "Checkov CKV_K8S_12; kube-score container-resources"
        ),
        "resources.requests.memory",
        Expect.Set
    );
