using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterHasLabels()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_21",
            RuleSeverity.Low,
            "A GKE cluster has labels",
            "Set resourceLabels, to identify cost and owner.",
            "Checkov CKV_GCP_21"
        ),
        GcpType.Cluster
    )
{
    public override string LooksAt => $"{base.LooksAt}: resourceLabels";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Known.At(resource.Inputs, "resourceLabels") is PlanMap { Entries.Count: 0 }
            ? Verdict.Violation("resourceLabels is empty; expected at least one label")
            : Expect.Set.Judge(resource.Inputs["resourceLabels"], "resourceLabels");
}
