using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class DefaultAccountHasNoRights()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_42",
            RuleSeverity.Medium,
            "The default service account of a namespace has no roles",
            "Grant it to an account of its own.",
            "Checkov CKV_K8S_42"
        ),
        "subjects[]",
        "RoleBinding",
        "ClusterRoleBinding"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var subjects = Known.At(one.Inputs, "subjects");
        if (subjects is not null and not PlanList)
            return Verdict.Unknown("subjects is not known before the deployment; expected no service account default");
        return Verdict.Worst(
            ((subjects as PlanList)?.Items ?? [])
                .Where(subject => Known.Text(subject.At("kind")) is null or "ServiceAccount")
                .Select(subject => Expect.NoneOf("default").Judge(subject.At("name"), "a subject's name"))
        );
    }
}
