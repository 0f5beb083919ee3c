using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ContainersLimitCpu()
    : ContainerPropertyRule(
        new RuleInfo(
            "CKV_K8S_11",
            RuleSeverity.Low,
            "A container limits its CPU",
            "Set resources.limits.cpu.",
            "Checkov CKV_K8S_11; kube-score container-resources"
        ),
        "resources.limits.cpu",
        Expect.Set
    );
