using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterEncryptsSecrets()
    : PropertyRule(
        new RuleInfo(
            "CIS_GKE_5_3_1",
            RuleSeverity.High,
            "A GKE cluster encrypts Kubernetes Secrets with a key of Cloud KMS",
            "Set databaseEncryption.state to ENCRYPTED and keyName to a key.",
            "CIS GKE 1.6, 5.3.1 (kube-bench gke-1.6.0)"
        ),
        "databaseEncryption.state",
        Expect.OneOf("ENCRYPTED"),
        GcpType.Cluster
    );
