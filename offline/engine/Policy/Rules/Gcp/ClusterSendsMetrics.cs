using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterSendsMetrics()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_8",
            RuleSeverity.Medium,
            "A GKE cluster sends its metrics to Cloud Monitoring",
            "Leave monitoringService out, or set it to monitoring.googleapis.com/kubernetes.",
            "Checkov CKV_GCP_8; CIS GKE 1.6, 5.7.1 (kube-bench gke-1.6.0)"
        ),
        "monitoringService",
        Expect.NoneOf("none"),
        GcpType.Cluster
    );
