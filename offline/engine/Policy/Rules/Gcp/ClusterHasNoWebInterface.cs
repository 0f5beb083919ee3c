using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterHasNoWebInterface()
    : PropertyRule(
        new RuleInfo(
            "CIS_GKE_5_10_1",
            RuleSeverity.High,
            "A GKE cluster does not run the Kubernetes dashboard",
            "Remove addonsConfig.kubernetesDashboard.",
            "CIS GKE 1.6, 5.10.1 (kube-bench gke-1.6.0)"
        ),
        "addonsConfig.kubernetesDashboard",
        Expect.Absent,
        GcpType.Cluster
    );
