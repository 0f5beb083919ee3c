using Microsoft.Net.Http.Headers;
using PmCrm.App.Configuration;

namespace PmCrm.App.Http;

/// <summary>
/// Lets the pages of CORS_ORIGINS, and of no other origin, call the API from a browser, by the framework's own CORS middleware. Cookies are
/// not let through: a request brings its token in Authorization, and what a browser sends by itself must never count as a person's will.
/// </summary>
public static class CrossOrigin
{
    /// <summary>
    /// How long a browser may keep the answer to a preflight. Chromium keeps it for two hours at most
    /// (services/network/cors/preflight_result.cc, kMaxTimeout).
    /// </summary>
    private static readonly TimeSpan PreflightLifetime = TimeSpan.FromHours(2);

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] RequestHeaders =
    [
        HeaderNames.Authorization,
        HeaderNames.ContentType,
        HeaderNames.IfMatch,
        HeaderNames.IfNoneMatch,
        IdempotencyKeys.Header,
    ];

    /// <summary>Those that a page may read beside the few that it always may (Fetch, "CORS-safelisted response-header name").</summary>
    private static readonly string[] ResponseHeaders =
    [
        HeaderNames.ETag,
        HeaderNames.Location,
        HeaderNames.RetryAfter,
        HeaderNames.ContentDisposition,
        RateLimitHeaders.Limit,
        RateLimitHeaders.Policy,
        IdempotencyKeys.ReplayHeader,
    ];

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, AppOptions options) =>
        services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins([.. options.CorsOrigins])
                    .WithMethods(Methods)
                    .WithHeaders(RequestHeaders)
                    .WithExposedHeaders(ResponseHeaders)
                    .SetPreflightMaxAge(PreflightLifetime)
            )
        );

    /// <summary>
    /// Before all that may refuse a request: a page is to read the refusal too. Every answer varies by origin, those without an
    /// Access-Control-Allow-Origin among them, else a cache could give one page's answer to another (Fetch, "CORS protocol and HTTP
    /// caches").
    /// </summary>
    public static IApplicationBuilder UseCrossOrigin(this IApplicationBuilder app) =>
        app.Use(
                (context, next) =>
                {
                    // Called last of those that wait for the answer to start, so that it sees what the CORS middleware has written.
                    context.Response.OnStarting(VaryByOrigin, context.Response);
                    return next(context);
                }
            )
            .UseCors();

    private static Task VaryByOrigin(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
            headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }
}
