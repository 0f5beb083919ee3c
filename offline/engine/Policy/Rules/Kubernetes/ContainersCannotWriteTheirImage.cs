using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersCannotWriteTheirImage()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_22",
            RuleSeverity.Medium,
            "A container cannot write to its own root file system",
            "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where it writes.",
            "Checkov CKV_K8S_22; kube-score container-security-context-readonlyrootfilesystem"
        ),
        "securityContext.readOnlyRootFilesystem",
        Expect.True
    );
