using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesDoNotImpersonate()
    : ObjectRule(
        new RuleInfo(
            "CKV2_K8S_3",
            RuleSeverity.High,
            "A role does not allow impersonation",
            "Name the needed resources and verbs.",
            "Checkov CKV2_K8S_3"
        ),
        "rules[]",
        "Role",
        "ClusterRole"
    )
{
    // A rule of a role grants every combination of its parts; a part that is not known may grant it.
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        RoleRules.Judge(one, ["users", "groups", "serviceaccounts"], ["impersonate"]);
}
