using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesDoNotReadEverySecret()
    : ObjectRule(
        new RuleInfo("CKV2_K8S_5", RuleSeverity.High, "A role does not read every Secret", "Name what is needed.", "Checkov CKV2_K8S_5"),
        "rules[]",
        "ClusterRole"
    )
{
    // One rule of a role grants what all its parts allow together; what is not known may allow it.
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) => RoleRules.Judge(one, ["secrets"], ["get", "list", "watch"]);
}
