using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
using PmCrm.App.OutsideServices;
using PmCrm.Contract;

namespace PmCrm.App.Health;

public static class HealthEndpoints
{
    public static RouteGroupBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Health").ExcludeFromDescription().AnswerHead();
        group.MapGet(AppContract.LivenessPath, Live).WithName("GetLiveness").WithSummary("Whether the process answers");
        group
            .MapGet(AppContract.ReadinessPath, Report)
            .WithName("GetReadiness")
            .WithSummary("Whether requests can be served: database, cache, schema version");
        group.MapGet(AppContract.HealthPath, FullReport).WithName("GetHealth").WithSummary("The full report with timings");
        return group;
    }

    private static Ok Live() => TypedResults.Ok();

    private static Task<Results<Ok<HealthReport>, JsonHttpResult<HealthReport>>> Report(
        HealthChecks checks,
        HttpResponse response,
        CancellationToken cancellationToken
    ) => Answer(checks, [], response, cancellationToken);

    private static Task<Results<Ok<HealthReport>, JsonHttpResult<HealthReport>>> FullReport(
        HealthChecks checks,
        IEnumerable<OutsideService> services,
        HttpContext context,
        CancellationToken cancellationToken
    ) => Answer(checks, IsOperator(context) ? services : [], context.Response, cancellationToken);

    /// <summary>
    /// Whether the caller is on this machine; in a pod, this means somebody who may forward its port (<c>kubectl port-forward</c>). A load
    /// balancer connects from another address, and sends a header with the client's address.
    /// </summary>
    private static bool IsOperator(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded");

    private static async Task<Results<Ok<HealthReport>, JsonHttpResult<HealthReport>>> Answer(
        HealthChecks checks,
        IEnumerable<OutsideService> services,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var (report, ready) = await checks.Check(cancellationToken);
        var outside = services.OrderBy(service => service.Name, StringComparer.Ordinal).ToDictionary(s => s.Name, s => s.Status);
        if (outside.Count > 0)
            report = report with { OutsideServices = outside };
        response.Headers.CacheControl = "no-store";
        if (ready)
            return TypedResults.Ok(report);
        return TypedResults.Json(report, HealthJson.Default.HealthReport, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
