using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ControlPlaneStatesItsNetworks()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_20",
            RuleSeverity.High,
            "A GKE cluster states which networks reach its control plane",
            "Set masterAuthorizedNetworksConfig.",
            "Checkov CKV_GCP_20; CIS GKE 1.6, 5.6.3 (kube-bench gke-1.6.0)"
        ),
        "masterAuthorizedNetworksConfig",
        Expect.Set,
        GcpType.Cluster
    );
