using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsHaveASecurityContext()
    : PodPropertyRule(
        new RuleInfo(
            "CKV_K8S_29",
            RuleSeverity.Low,
            "A pod has a security context",
            "Set securityContext of the pod.",
            "Checkov CKV_K8S_29"
        ),
        "securityContext",
        Expect.Set
    );
