using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class NodesHideTheirMetadata()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_69",
            RuleSeverity.High,
            "Pods do not see the metadata of their node",
            "Set nodeConfig.workloadMetadataConfig.mode to GKE_METADATA.",
            "Checkov CKV_GCP_69; CIS GKE 1.6, 5.4.1 (kube-bench gke-1.6.0)"
        ),
        "nodeConfig.workloadMetadataConfig.mode",
        Expect.OneOf("GKE_METADATA"),
        GcpType.Cluster,
        GcpType.NodePool
    )
{
    // A cluster that removes its default pool has no nodes of its own, unless it sets their configuration.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        resource.Type == GcpType.NodePool || Known.At(resource.Inputs, "nodeConfig") is not null;
}
