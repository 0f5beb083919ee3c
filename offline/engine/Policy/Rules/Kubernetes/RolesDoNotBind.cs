using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesDoNotBind()
    : ObjectRule(
        new RuleInfo("CKV_K8S_157", RuleSeverity.High, "A role does not bind roles", "Name what is needed.", "Checkov CKV_K8S_157"),
        "rules[]",
        "Role",
        "ClusterRole"
    )
{
    // One rule of a role grants what all its parts allow together; what is not known may allow it.
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        RoleRules.Judge(one, ["rolebindings", "clusterrolebindings", "roles", "clusterroles"], ["bind"]);
}
