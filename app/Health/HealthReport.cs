using System.Text.Json.Serialization;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Health;

/// <summary>
/// The report in the format of the seed's health checks: all checks in <c>details</c>, successful ones in <c>info</c>, failed ones in
/// <c>error</c>.
/// </summary>
/// <param name="Status">ok, degraded (the cache is down, everything works slower) or error.</param>
public sealed record HealthReport(
    string Status,
    IReadOnlyDictionary<string, CheckResult> Info,
    IReadOnlyDictionary<string, CheckResult> Error,
    IReadOnlyDictionary<string, CheckResult> Details
)
{
    /// <summary>
    /// The configured outside services, for operators only. They change neither the status nor readiness: the application works without
    /// them, and a restart would not help.
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

/// <param name="Status">up or down. The reason is in the log: external callers get no internal details.</param>
/// <param name="ResponseTimeMs">Duration of the check, in milliseconds.</param>
public sealed record CheckResult(string Status, double ResponseTimeMs)
{
    [JsonIgnore]
    public bool IsUp => Status == "up";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
