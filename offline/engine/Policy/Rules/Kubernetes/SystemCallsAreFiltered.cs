using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class SystemCallsAreFiltered()
    : ContainerSecurityRule(
        new RuleInfo(
            "CKV_K8S_31",
            RuleSeverity.Medium,
            "A container's system calls are filtered",
            "Set seccompProfile.type to RuntimeDefault in the pod's securityContext.",
            "Checkov CKV_K8S_31; Pod Security restricted"
        ),
        "seccompProfile.type",
        Expect.OneOf("RuntimeDefault", "Localhost")
    );
