using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesDoNotEscalate()
    : ObjectRule(
        new RuleInfo("CKV_K8S_158", RuleSeverity.High, "A role does not widen roles", "Name what is needed.", "Checkov CKV_K8S_158"),
        "rules[]",
        "Role",
        "ClusterRole"
    )
{
    // One rule of a role grants what all its parts allow together; what is not known may allow it.
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        RoleRules.Judge(one, ["roles", "clusterroles"], ["escalate"]);
}
