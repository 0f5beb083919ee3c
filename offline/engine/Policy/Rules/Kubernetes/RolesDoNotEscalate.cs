using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesDoNotEscalate()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_158",
            RuleSeverity.High,
            "A role does not allow escalate on roles",
            "Name the needed resources and verbs.",
            "Checkov CKV_K8S_158"
        ),
        "rules[]",
        "Role",
        "ClusterRole"
    )
{
    // A rule of a role grants every combination of its parts; a part that is not known may grant it.
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        RoleRules.Judge(one, ["roles", "clusterroles"], ["escalate"]);
}
