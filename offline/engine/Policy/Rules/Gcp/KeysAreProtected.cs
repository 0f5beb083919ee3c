using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class KeysAreProtected()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_82",
            RuleSeverity.Critical,
            "A key cannot be deleted by mistake",
            "Set the resource option protect: data that the key encrypts is lost with the key.",
            "Checkov CKV_GCP_82, which reads lifecycle.prevent_destroy; for Pulumi that is the option protect"
        ),
        GcpType.CryptoKey
    )
{
    public override string LooksAt => $"{base.LooksAt}: the resource option protect";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Verdict.Holds(resource.Options.Protect, "the key is not protected; expected the resource option protect");
}
