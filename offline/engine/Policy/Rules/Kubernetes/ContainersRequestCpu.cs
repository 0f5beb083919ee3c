using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersRequestCpu()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_10",
            RuleSeverity.Low,
            "A container requests CPU",
            "Set resources.requests.cpu.",
            "Checkov CKV_K8S_10; kube-score container-resources"
        ),
        "resources.requests.cpu",
        Expect.Set
    );
