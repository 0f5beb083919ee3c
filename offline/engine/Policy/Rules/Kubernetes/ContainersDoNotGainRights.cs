using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersDoNotGainRights()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_20",
            RuleSeverity.High,
            "A process of a container cannot gain more rights",
            "Set securityContext.allowPrivilegeEscalation to false.",
            "Checkov CKV_K8S_20; Pod Security restricted"
        ),
        "securityContext.allowPrivilegeEscalation",
        Expect.False
    );
