using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class TlsPolicyIsStrict()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_4",
            RuleSeverity.High,
            "A TLS policy refuses old versions and weak ciphers",
            "Set profile to RESTRICTED, or to MODERN with minTlsVersion TLS_1_2.",
            "Checkov CKV_GCP_4; CIS GCP 3.0, 3.9"
        ),
        GcpType.SslPolicy
    )
{
    public override string LooksAt => $"{base.LooksAt}: profile, minTlsVersion, customFeatures";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan) =>
        Known.Text(resource.Inputs["profile"]) switch
        {
            "RESTRICTED" => Verdict.Pass,
            "MODERN" => Expect.OneOf("TLS_1_2", "TLS_1_3").Judge(resource.Inputs["minTlsVersion"], "minTlsVersion"),
            "CUSTOM" => Verdict.Worst(Ciphers(resource).Select(cipher => Strong.Judge(cipher, "a cipher of customFeatures"))),
            _ => Expect.OneOf("RESTRICTED", "MODERN", "CUSTOM").Judge(resource.Inputs["profile"], "profile"),
        };

    private static readonly Expectation Strong = new("one with forward secrecy", true, value =>
        value is PlanText text && !text.Text.StartsWith("TLS_RSA_", StringComparison.Ordinal)
    );

    private static IEnumerable<PlanValue> Ciphers(PlanResource policy) =>
        Known.At(policy.Inputs, "customFeatures") switch
        {
            null => [],
            PlanList list => list.Items,
            var other => [other],
        };
}
