using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Configuration;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Availability;

/// <summary>Lists the optional features of this deployment, so that a client shows only these.</summary>
public static class AvailabilityEndpoints
{
    public static IServiceCollection AddAvailability(this IServiceCollection services) => services.AddJson(AvailabilityJson.Default);

    public static RouteGroupBuilder MapAvailability(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/features").WithTags("Features").RequireRateLimit(RateLimit.Authentication);
        group
            .MapGet("", List)
            .WithName("ListFeatures")
            .WithSummary("List the optional features that are configured here")
            .WithDescription(
                """
                A feature that is not in the list is off: its operations answer 404 with a code that ends with not-configured. The served
                document has the same list as x-features.
                """
            )
            .WithExample(response: """{"features":["mail","whatsapp","sign-in-google","photos","attachments"]}""");
        return group;
    }

    private static Ok<AvailableFeatures> List(AppOptions options) => TypedResults.Ok(new AvailableFeatures(OptionalFeatures.Of(options)));
}
