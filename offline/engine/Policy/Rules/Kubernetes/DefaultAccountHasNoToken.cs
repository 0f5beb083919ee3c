using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DefaultAccountHasNoToken()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_41",
            RuleSeverity.Medium,
            "The default service account of a namespace mounts no token",
            "Set automountServiceAccountToken to false.",
            "Checkov CKV_K8S_41"
        ),
        "automountServiceAccountToken",
        "ServiceAccount"
    )
{
    protected override bool AppliesTo(KubernetesObject one, PolicyPlan plan) => one.Name == "default";

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.False.Judge(one.Inputs["automountServiceAccountToken"], "automountServiceAccountToken");
    }
}
