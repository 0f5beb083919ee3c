using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class RolesNameWhatTheyAllow()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_49",
            RuleSeverity.High,
            "A role names what it allows",
            "Replace * by the needed resources and verbs.",
            "Checkov CKV_K8S_49"
        ),
        "rules[]",
        "Role",
        "ClusterRole"
    )
{
    private static readonly string[] Parts = ["apiGroups", "resources", "verbs"];

    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        return Verdict.Worst(
            Parts.Select(part =>
                Known.At(one.Inputs, "rules") is PlanList rules
                    ? Verdict.Worst(rules.Items.Select(item => Each.Of(item, part, "", Expect.NoneOf("*"))))
                : Known.At(one.Inputs, "rules") is null ? Verdict.Pass
                : Verdict.Unknown("rules is not known before the deployment; expected no *")
            )
        );
    }
}
