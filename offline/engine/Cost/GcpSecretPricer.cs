using System.Globalization;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Secret Manager and Cloud KMS. Their free versions are one allotment of the billing account, so they are not counted.</summary>
internal static class GcpSecretPricer
{
    private const string SecretType = "gcp:secretmanager/secret:Secret";

    private const decimal SecondsPerMonth = CostEstimate.HoursPerMonth * 3600;

    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        [SecretType] = Secret,
        ["gcp:secretmanager/secretVersion:SecretVersion"] = Version,
        ["gcp:kms/cryptoKey:CryptoKey"] = Key,
    };

    private static void Secret(Estimator all, PlanResource secret)
    {
        all.BillUsage(secret, "accesses", Item.Gcp("secret.access", Price.Everywhere, "10k ops"), "secret.accesses");
        var period = secret.Text("rotation.rotationPeriod").TrimEnd('s');
        if (decimal.TryParse(period, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
            all.Bill(
                secret,
                "rotation notices",
                Item.Gcp("secret.rotation", Price.Everywhere, "rotation"),
                CostRange.Fixed(SecondsPerMonth / seconds)
            );
    }

    // A version is billed for each location that holds it: two replicas cost twice (infracost golden secret_manager_secret_test).
    private static void Version(Estimator all, PlanResource version)
    {
        var secret = all.Source(version, "secret", SecretType);
        var locations = Math.Max(1, secret?.Inputs.List("replication.userManaged.replicas").Count ?? 1);
        all.Bill(
            version,
            locations == 1 ? "secret version" : $"secret version in {locations} locations",
            Item.Gcp("secret.version", Price.Everywhere, "version-location-month"),
            CostRange.Fixed(locations)
        );
    }

    // A rotation keeps the former versions, which are billed until they are destroyed.
    private static void Key(Estimator all, PlanResource key)
    {
        if (key.Text("versionTemplate.protectionLevel") is { Length: > 0 } level and not "SOFTWARE")
        {
            all.Unpriced(key, $"protection level {level}: the price list has software keys only");
            return;
        }
        const string What = "key versions";
        if (all.Assumed(key, What, "kms.versions", "version") is { } versions)
            all.BillAssumed(key, What, Item.Gcp("kms.version.software", Price.Everywhere, "version-month"), CostRange.Fixed(versions));
        all.BillUsage(key, "key operations", Item.Gcp("kms.ops.software", Price.Everywhere, "10k ops"), "kms.operations");
    }
}
