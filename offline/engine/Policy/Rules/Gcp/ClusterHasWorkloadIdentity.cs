using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterHasWorkloadIdentity()
    : PropertyRule(
        new RuleInfo(
            "CIS_GKE_5_2_2",
            RuleSeverity.High,
            "A GKE cluster has Workload Identity",
            "Set workloadIdentityConfig.workloadPool to PROJECT.svc.id.goog.",
            "CIS GKE 1.6, 5.2.2 (kube-bench gke-1.6.0)"
        ),
        "workloadIdentityConfig.workloadPool",
        Expect.Set,
        GcpType.Cluster
    );
