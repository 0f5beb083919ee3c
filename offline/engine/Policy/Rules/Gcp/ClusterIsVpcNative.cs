using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterIsVpcNative()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_23",
            RuleSeverity.Medium,
            "A GKE cluster is VPC-native: its pods have addresses of the VPC",
            "Set ipAllocationPolicy.",
            "Checkov CKV_GCP_23; CIS GKE 1.6, 5.6.2 (kube-bench gke-1.6.0)"
        ),
        "ipAllocationPolicy",
        Expect.Set,
        GcpType.Cluster
    );
