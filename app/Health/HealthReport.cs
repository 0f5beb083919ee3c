using System.Text.Json.Serialization;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Health;

/// <summary>
/// The report of the seed's health checks: everything in <c>details</c>, the good in <c>info</c>, the bad in <c>error</c>.
/// </summary>
/// <param name="Status">ok, degraded (the cache is away, everything works slower) or error.</param>
public sealed record HealthReport(
    string Status,
    IReadOnlyDictionary<string, CheckResult> Info,
    IReadOnlyDictionary<string, CheckResult> Error,
    IReadOnlyDictionary<string, CheckResult> Details
)
{
    /// <summary>
    /// The outside services that are configured, for operators only. They change neither the status nor readiness: without them this
    /// application works, and a restart would mend nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, OutsideServiceStatus>? OutsideServices { get; init; }

    public static HealthReport Of(string status, IReadOnlyDictionary<string, CheckResult> details) =>
        new(
            status,
            details.Where(check => check.Value.IsUp).ToDictionary(),
            details.Where(check => !check.Value.IsUp).ToDictionary(),
            details
        );
}

/// <param name="Status">up or down. Why is in the log: an outside caller learns no internals.</param>
/// <param name="ResponseTimeMs">How long the check took.</param>
public sealed record CheckResult(string Status, double ResponseTimeMs)
{
    [JsonIgnore]
    public bool IsUp => Status == "up";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
