using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterHasNoLegacyAuthorization()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_7",
            RuleSeverity.High,
            "A GKE cluster has no attribute-based authorization",
            "Leave enableLegacyAbac out, or set it to false.",
            "Checkov CKV_GCP_7; CIS GKE 1.6, 5.8.3 (kube-bench gke-1.6.0)"
        ),
        "enableLegacyAbac",
        Expect.NotTrue,
        GcpType.Cluster
    );
