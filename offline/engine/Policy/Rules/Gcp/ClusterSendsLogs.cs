using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterSendsLogs()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_1",
            RuleSeverity.High,
            "A GKE cluster sends its logs to Cloud Logging",
            "Leave loggingService out, or set it to logging.googleapis.com/kubernetes.",
            "Checkov CKV_GCP_1; CIS GKE 1.6, 5.7.1 (kube-bench gke-1.6.0)"
        ),
        "loggingService",
        Expect.NoneOf("none"),
        GcpType.Cluster
    );
