using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodesWatchTheirIntegrity()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_72",
            RuleSeverity.Medium,
            "Nodes have integrity monitoring",
            "Set nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring to true.",
            "Checkov CKV_GCP_72; CIS GKE 1.6, 5.5.6 (kube-bench gke-1.6.0)"
        ),
        "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring",
        Expect.NotFalse,
        GcpType.Cluster,
        GcpType.NodePool
    )
{
    // A cluster that removes its default pool has no nodes of its own, unless it sets their configuration.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        resource.Type == GcpType.NodePool || Known.At(resource.Inputs, "nodeConfig") is not null;
}
