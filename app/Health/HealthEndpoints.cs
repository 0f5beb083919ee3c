using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
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
        group.MapGet(AppContract.HealthPath, Report).WithName("GetHealth").WithSummary("The full report with timings");
        return group;
    }

    private static Ok Live() => TypedResults.Ok();

    private static async Task<Results<Ok<HealthReport>, JsonHttpResult<HealthReport>>> Report(
        HealthChecks checks,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var (report, ready) = await checks.Check(cancellationToken);
        response.Headers.CacheControl = "no-store";
        if (ready)
            return TypedResults.Ok(report);
        return TypedResults.Json(report, HealthJson.Default.HealthReport, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
