using System.Diagnostics;
using PmCrm.App.Operations;
using PmCrm.Contract;

namespace PmCrm.App.Logging;

/// <summary>
/// One line per request: method, route, status and milliseconds. It logs the route's template and never the path, which may contain any
/// text.
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
            // Probes are not logged: they come every few seconds from every node.
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

    // A client can send any text as the method, which must not get into the log or into a metric's tag (OpenTelemetry uses _OTHER for
    // these).
    private static string Known(string method) =>
        method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "_OTHER";

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} in {Ms} ms")]
    private static partial void Served(ILogger logger, string method, string route, int status, double ms);
}
