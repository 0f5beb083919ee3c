using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ControlPlaneIsNotOpenToAll()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_18",
            RuleSeverity.Critical,
            "The control plane of a GKE cluster is not open to the whole internet",
            "Remove 0.0.0.0/0 from masterAuthorizedNetworksConfig.cidrBlocks.",
            "Checkov CKV_GCP_18; CIS GKE 1.6, 5.6.3 (kube-bench gke-1.6.0)"
        ),
        GcpType.Cluster
    )
{
    public override string LooksAt => $"{base.LooksAt}: masterAuthorizedNetworksConfig.cidrBlocks[].cidrBlock";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Each.Of(resource.Inputs, "masterAuthorizedNetworksConfig.cidrBlocks", "cidrBlock", Expect.NoneOf("0.0.0.0/0", "::/0"));
}
