using System.Diagnostics;
using PmCrm.App.Caching;
using PmCrm.App.Data;

namespace PmCrm.App.Health;

/// <summary>Checks the dependencies of this process, each with a time limit.</summary>
public sealed partial class HealthChecks(Database db, Cache cache, Draining draining, ILogger<HealthChecks> logger)
{
    /// <summary>Shorter than a probe's timeout, so that the probe gets the report instead of no answer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Checks database and cache, and whether the schema is at least the version that this build needs.</summary>
    public async Task<(HealthReport Report, bool Ready)> Check(CancellationToken cancellationToken)
    {
        var database = Measure(
            "database",
            async limited => await db.FirstOrDefault($"select 1", row => row.GetInt32(0), limited) == 1,
            cancellationToken
        );
        var cacheUp = Measure("cache", _ => cache.Ping(), cancellationToken);
        var migrations = Measure("migrations", limited => Migrator.IsCurrent(db, limited), cancellationToken);
        var details = new Dictionary<string, CheckResult>
        {
            ["database"] = await database,
            ["cache"] = await cacheUp,
            ["migrations"] = await migrations,
        };
        var ready = details["database"].IsUp && details["migrations"].IsUp && !draining.HasBegun;
        var status =
            !ready ? "error"
            : details["cache"].IsUp ? "ok"
            : "degraded";
        return (HealthReport.Of(status, details), ready);
    }

    private async Task<CheckResult> Measure(string name, Func<CancellationToken, Task<bool>> check, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Timeout);
        var up = false;
        try
        {
            up = await check(limited.Token).WaitAsync(limited.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogDown(logger, name, exception);
        }
        return new CheckResult(up ? "up" : "down", Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2));
    }

    [LoggerMessage(LogLevel.Warning, "Health check {Check} failed")]
    private static partial void LogDown(ILogger logger, string check, Exception exception);
}
