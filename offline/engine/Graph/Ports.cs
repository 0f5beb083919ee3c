using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Graph;

/// <summary>The TCP ports that data stores listen on, by the engine that a resource names.</summary>
internal static class Ports
{
    // The engines' own default ports; 6378 is Memorystore's with TLS (cloud.google.com/memorystore/docs/redis/about-in-transit-encryption).
    private static readonly (string Engine, int[] Numbers)[] ByEngine =
    [
        ("postgres", [5432]),
        ("mysql", [3306]),
        ("mariadb", [3306]),
        ("sqlserver", [1433]),
        ("mongo", [27017]),
        ("redis", [6379, 6378]),
        ("valkey", [6379, 6378]),
        ("memcache", [11211]),
    ];

    public static IReadOnlyList<int> Of(Box data) => data.Role == BoxRole.Data ? Of(data.Resources[0]) : [];

    private static int[] Of(PlanResource resource)
    {
        var texts = new[] { resource.Type, PlanIndex.Text(resource.Inputs, "databaseVersion"), PlanIndex.Text(resource.Inputs, "engine") };
        var numbers = ByEngine
            .FirstOrDefault(entry => texts.Any(text => text?.Contains(entry.Engine, StringComparison.OrdinalIgnoreCase) == true))
            .Numbers
            ?? [];
        var isEncrypted = PlanIndex.Text(resource.Inputs, "transitEncryptionMode") == "SERVER_AUTHENTICATION";
        return isEncrypted ? [.. numbers.Reverse()] : numbers;
    }
}
