using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersAddNoCapabilities()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_25",
            RuleSeverity.High,
            "A container adds no capability",
            "Remove securityContext.capabilities.add.",
            "Checkov CKV_K8S_25, CKV_K8S_39; Polaris dangerousCapabilities, insecureCapabilities"
        ),
        "securityContext.capabilities.add",
        Expect.Absent
    );
