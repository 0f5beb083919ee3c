using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsSpread()
    : PodRule(
        new RuleInfo(
            "polaris/topologySpreadConstraint",
            RuleSeverity.Low,
            "Long-running pods spread over zones or hosts",
            "Set topologySpreadConstraints.",
            "Polaris topologySpreadConstraint"
        ),
        "topologySpreadConstraints"
    )
{
    protected override bool AppliesTo(Workload workload, PolicyPlan plan) => workload.Kind is "Deployment" or "StatefulSet";

    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        return Expect.Set.Judge(workload.PodSpec["topologySpreadConstraints"], "topologySpreadConstraints");
    }
}
