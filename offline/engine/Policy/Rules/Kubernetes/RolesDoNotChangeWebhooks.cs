using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesDoNotChangeWebhooks()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_155",
            RuleSeverity.High,
            "A role does not change admission webhooks",
            "Name the needed resources and verbs.",
            "Checkov CKV_K8S_155"
        ),
        "rules[]",
        "ClusterRole"
    )
{
    // A rule of a role grants every combination of its parts; a part that is not known may grant it.
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan) =>
        RoleRules.Judge(one, ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"], ["create", "update", "patch"]);
}
