using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class AccountsHaveNoKeys()
    : ResourceRule(
        new RuleInfo(
            "CKV2_GCP_3",
            RuleSeverity.High,
            "No key of a service account is created",
            "Use Workload Identity: a key is a password that does not expire.",
            "Checkov CKV2_GCP_3; CIS GCP 3.0, 1.4"
        ),
        GcpType.ServiceAccountKey
    )
{
    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Violation("a key of a service account is created; expected none");
}
