using System.Diagnostics;
using PmCrm.App.Operations;
using PmCrm.Contract;

namespace PmCrm.App.Logging;

/// <summary>
/// One line a request: method, route, status and milliseconds. The route's template, never the path, which may hold anything.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, Metrics metrics, ILogger<RequestLog> logger)
{
    public async Task Invoke(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            var method = Known(context.Request.Method);
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            // Probes come every few seconds from every node.
            if (route?.StartsWith(AppContract.HealthPath, StringComparison.Ordinal) != true)
            {
                if (metrics.RequestDuration.Enabled)
                    metrics.RequestDuration.Record(
                        milliseconds,
                        new("method", method),
                        new("route", route ?? "(none)"),
                        new("status", context.Response.StatusCode)
                    );
                Served(logger, method, route ?? "(none)", context.Response.StatusCode, Math.Round(milliseconds, 1));
            }
        }
    }

    // A client can send any word as the method: neither a line nor a metric's tag is for it to fill (OpenTelemetry calls these _OTHER).
    private static string Known(string method) =>
        method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "_OTHER";

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} in {Ms} ms")]
    private static partial void Served(ILogger logger, string method, string route, int status, double ms);
}
