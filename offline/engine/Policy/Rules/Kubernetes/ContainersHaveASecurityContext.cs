using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersHaveASecurityContext()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_30",
            RuleSeverity.Low,
            "A container has a security context",
            "Set securityContext of the container.",
            "Checkov CKV_K8S_30"
        ),
        "securityContext",
        Expect.Set
    );
