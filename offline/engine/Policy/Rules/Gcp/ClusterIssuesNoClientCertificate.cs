using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterIssuesNoClientCertificate()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_13",
            RuleSeverity.High,
            "A GKE cluster issues no client certificate",
            "Set masterAuth.clientCertificateConfig.issueClientCertificate to false.",
            "Checkov CKV_GCP_13; CIS GKE 1.6, 5.8.1 (kube-bench gke-1.6.0)"
        ),
        "masterAuth.clientCertificateConfig.issueClientCertificate",
        Expect.False,
        GcpType.Cluster
    );
