using System.Globalization;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class KeysRotate()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_43",
            RuleSeverity.Medium,
            "A symmetric key rotates at least every 90 days",
            "Set rotationPeriod to 7776000s or less.",
            "Checkov CKV_GCP_43; CIS GCP 3.0, 1.10"
        ),
        GcpType.CryptoKey
    )
{
    private const double Max = 90 * 86_400;

    public override string LooksAt => $"{base.LooksAt}: rotationPeriod, purpose";

    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Expect.OneOfOrAbsent("ENCRYPT_DECRYPT").Judge(resource.Inputs["purpose"], "purpose").Kind != VerdictKind.Violation;

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Seconds(Known.Text(resource.Inputs["rotationPeriod"])) is { } seconds
            ? Verdict.Holds(seconds is >= 86_400 and <= Max, $"rotationPeriod is {seconds} seconds; expected 86400 to {Max}")
            : Expect.Set.Judge(resource.Inputs["rotationPeriod"], "rotationPeriod") switch
            {
                { Kind: VerdictKind.Pass } => Verdict.Unknown(
                    "rotationPeriod is not known before the deployment; expected 90 days or less"
                ),
                var verdict => verdict,
            };

    private static double? Seconds(string? text) =>
        text is not null && double.TryParse(text.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
