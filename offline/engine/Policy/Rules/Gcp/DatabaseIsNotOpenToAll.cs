using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseIsNotOpenToAll()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_11",
            RuleSeverity.Critical,
            "A Cloud SQL instance is not open to the whole internet",
            "Remove networks that end with /0 from settings.ipConfiguration.authorizedNetworks.",
            "Checkov CKV_GCP_11; CIS GCP 3.0, 6.5"
        ),
        GcpType.DatabaseInstance
    )
{
    private static readonly Expectation Narrow = new("a network that does not end with /0", true, value =>
        value is PlanText text && !text.Text.EndsWith("/0", StringComparison.Ordinal)
    );

    public override string LooksAt => $"{base.LooksAt}: settings.ipConfiguration.authorizedNetworks[].value";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Each.Of(resource.Inputs, "settings.ipConfiguration.authorizedNetworks", "value", Narrow);
}
