using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DatabaseVerifiesBothSides()
    : ResourceRule(
        new RuleInfo(
            "CKV_GCP_6",
            RuleSeverity.High,
            "A Cloud SQL instance accepts only encrypted connections from clients with a certificate",
            "Set settings.ipConfiguration.sslMode to TRUSTED_CLIENT_CERTIFICATE_REQUIRED.",
            "Checkov CKV_GCP_6; CIS GCP 3.0, 6.4"
        ),
        GcpType.DatabaseInstance
    )
{
    public override string LooksAt => $"{base.LooksAt}: settings.ipConfiguration.sslMode, requireSsl";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        var mode = Known.At(resource.Inputs, "settings.ipConfiguration.sslMode");
        if (mode is null && Known.IsBool(resource.Inputs.At("settings.ipConfiguration.requireSsl"), true))
            return Verdict.Pass;
        var isSqlServer = Known.Text(resource.Inputs["databaseVersion"])?.StartsWith("SQLSERVER", StringComparison.Ordinal) ?? false;
        return Expect
            .OneOf(isSqlServer ? "ENCRYPTED_ONLY" : "TRUSTED_CLIENT_CERTIFICATE_REQUIRED")
            .Judge(mode, "settings.ipConfiguration.sslMode");
    }
}
