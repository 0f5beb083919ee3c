using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>What each type is billed for, by type token.</summary>
internal static class Pricers
{
    private static readonly Dictionary<string, Action<Estimator, PlanResource>> ByType = new[]
    {
        GcpNetworkPricer.Types,
        GcpClusterPricer.Types,
        GcpDataPricer.Types,
        GcpSecretPricer.Types,
        GcpOperationsPricer.Types,
        KubernetesPricer.Types,
        EdgePricer.Types,
        ManagedPlatformPricer.Types,
        ManagedServicePricer.Types,
    }
        .SelectMany(table => table)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Null where no pricer knows the type.</summary>
    public static Action<Estimator, PlanResource>? For(string type) => ByType.GetValueOrDefault(type);
}
