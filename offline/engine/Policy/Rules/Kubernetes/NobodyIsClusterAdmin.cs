using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class NobodyIsClusterAdmin()
    : ObjectRule(
        new RuleInfo(
            "polaris/clusterrolebindingClusterAdmin",
            RuleSeverity.Critical,
            "Nothing is bound to cluster-admin",
            "Bind a role that names the needed resources and verbs.",
            "Polaris clusterrolebindingClusterAdmin, rolebindingClusterAdminClusterRole"
        ),
        "roleRef.name",
        "RoleBinding",
        "ClusterRoleBinding"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Expect.NoneOf("cluster-admin").Judge(one.Inputs.At("roleRef.name"), "roleRef.name");
    }
}
