using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersAreNotPrivileged()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_16",
            RuleSeverity.Critical,
            "A container is not privileged",
            "Remove securityContext.privileged.",
            "Checkov CKV_K8S_16; Pod Security baseline"
        ),
        "securityContext.privileged",
        Expect.NotTrue
    );
