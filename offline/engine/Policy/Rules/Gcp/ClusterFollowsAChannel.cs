using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterFollowsAChannel()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_70",
            RuleSeverity.Medium,
            "A GKE cluster follows a release channel",
            "Set releaseChannel.channel, for example to REGULAR.",
            "Checkov CKV_GCP_70; CIS GKE 1.6, 5.5.4 (kube-bench gke-1.6.0)"
        ),
        "releaseChannel.channel",
        Expect.Set,
        GcpType.Cluster
    );
