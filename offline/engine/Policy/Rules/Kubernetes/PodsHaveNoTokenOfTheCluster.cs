using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsHaveNoTokenOfTheCluster()
    : PodPropertyRule(
        new RuleInfo(
            "CKV_K8S_38",
            RuleSeverity.Medium,
            "A pod has no service account token unless it asks for one",
            "Set automountServiceAccountToken to false.",
            "Checkov CKV_K8S_38; Polaris automountServiceAccountToken"
        ),
        "automountServiceAccountToken",
        Expect.False
    );
