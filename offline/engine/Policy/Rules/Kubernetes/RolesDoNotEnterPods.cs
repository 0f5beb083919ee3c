using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesDoNotEnterPods()
    : ObjectRule(
        new RuleInfo(
            "CKV2_K8S_2",
            RuleSeverity.High,
            "A role does not allow exec into pods or the proxy of nodes",
            "Name the needed resources and verbs.",
            "Checkov CKV2_K8S_2"
        ),
        "rules[]",
        "Role",
        "ClusterRole"
    )
{
    // A rule of a role grants every combination of its parts; a part that is not known may grant it.
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        RoleRules.Judge(one, ["nodes/proxy", "pods/exec", "pods/attach"], ["create"]);
}
