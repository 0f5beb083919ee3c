using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterHasSecurityPosture()
    : PropertyRule(
        new RuleInfo(
            "CIS_GKE_5_10_5",
            RuleSeverity.Low,
            "A GKE cluster is checked by the security posture dashboard",
            "Set securityPostureConfig.mode to BASIC.",
            "CIS GKE 1.6, 5.10.5 (kube-bench gke-1.6.0)"
        ),
        "securityPostureConfig.mode",
        Expect.OneOf("BASIC", "ENTERPRISE"),
        GcpType.Cluster
    );
