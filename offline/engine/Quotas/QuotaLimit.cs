using System.Text.Json;

namespace PmCrm.Preview.Quotas;

/// <summary>What a new Google Cloud project usually has of one quota, from the table <c>quotas.json</c>, which names its source.</summary>
/// <param name="Quota">Google's name, for example <c>SSD_TOTAL_GB</c>.</param>
/// <param name="Limit">The usual limit, in the quota's own unit.</param>
/// <param name="Service">The API that the quota belongs to.</param>
/// <param name="Id">The quota's id for a request for more; empty where it cannot be requested by command.</param>
internal sealed record QuotaLimit(string Quota, double Limit, string Service, string Id)
{
    private static readonly Lazy<IReadOnlyDictionary<string, QuotaLimit>> Loaded = new(Load);

    /// <summary>The table, by quota.</summary>
    public static IReadOnlyDictionary<string, QuotaLimit> Table => Loaded.Value;

    private static Dictionary<string, QuotaLimit> Load()
    {
        using var stream = typeof(QuotaLimit).Assembly.GetManifestResourceStream("quotas.json")!;
        using var json = JsonDocument.Parse(stream);
        return json
            .RootElement.GetProperty("limits")
            .EnumerateArray()
            .Select(limit => new QuotaLimit(
                limit.GetProperty("quota").GetString()!,
                limit.GetProperty("limit").GetDouble(),
                limit.GetProperty("service").GetString()!,
                limit.GetProperty("id").GetString()!
            ))
            .ToDictionary(limit => limit.Quota);
    }
}
