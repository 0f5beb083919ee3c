using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class ClusterRunsOnlyAuthorizedImages()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_66",
            RuleSeverity.High,
            "A GKE cluster runs only images that Binary Authorization allows",
            "Set binaryAuthorization.evaluationMode to PROJECT_SINGLETON_POLICY_ENFORCE.",
            "Checkov CKV_GCP_66; CIS GKE 1.6, 5.10.4 (kube-bench gke-1.6.0)"
        ),
        GcpType.Cluster
    )
{
    public override string LooksAt => $"{base.LooksAt}: binaryAuthorization.evaluationMode, enableBinaryAuthorization";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Known.IsBool(resource.Inputs["enableBinaryAuthorization"], true)
            ? Verdict.Pass
            : Expect
                .OneOf("PROJECT_SINGLETON_POLICY_ENFORCE")
                .Judge(resource.Inputs.At("binaryAuthorization.evaluationMode"), "binaryAuthorization.evaluationMode");
}
