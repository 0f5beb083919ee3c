using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterHasShieldedNodes()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_71",
            RuleSeverity.High,
            "A GKE cluster has shielded nodes",
            "Leave enableShieldedNodes out, or set it to true.",
            "Checkov CKV_GCP_71; CIS GKE 1.6, 5.5.5 (kube-bench gke-1.6.0)"
        ),
        "enableShieldedNodes",
        Expect.NotFalse,
        GcpType.Cluster
    );
