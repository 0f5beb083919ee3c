using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterLeavesPoolsToThemselves()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_123",
            RuleSeverity.Low,
            "The node pools of a GKE cluster are resources of their own",
            "Take nodePools out of the cluster; make a NodePool for each, so that one can change without the others.",
            "Checkov CKV_GCP_123"
        ),
        "nodePools",
        Expect.Absent,
        GcpType.Cluster
    );
