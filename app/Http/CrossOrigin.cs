using Microsoft.Net.Http.Headers;
using PmCrm.App.Configuration;

namespace PmCrm.App.Http;

/// <summary>
/// Lets the pages of CORS_ORIGINS, and of no other origin, call the API from a browser, with the framework's own CORS middleware. Cookies
/// are not allowed: a request has its token in Authorization, and credentials that a browser sends automatically must never authorize a
/// request.
/// </summary>
public static class CrossOrigin
{
    /// <summary>
    /// How long a browser may cache the answer to a preflight. Chromium caches it for at most two hours
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

    /// <summary>
    /// The headers that a page may read in addition to the few that are always allowed (Fetch, "CORS-safelisted response-header name").
    /// </summary>
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
    /// Comes before everything that may refuse a request, so that a page can read the refusal too. Every answer varies by origin, including
    /// answers without Access-Control-Allow-Origin. Otherwise a cache could give one page's answer to another (Fetch, "CORS protocol and
    /// HTTP caches").
    /// </summary>
    /// <remarks>
    /// A request without Origin does nothing in the CORS middleware (dotnet/aspnetcore, CorsMiddleware.Invoke), which costs a call by
    /// reflection in a native binary (UseMiddlewareExtensions, ReflectionFallback).
    /// </remarks>
    public static IApplicationBuilder UseCrossOrigin(this IApplicationBuilder app) =>
        app.Use(
                (context, next) =>
                {
                    // Callbacks run in reverse order: this one runs last, and sees what the CORS middleware has written.
                    context.Response.OnStarting(VaryByOrigin, context.Response);
                    return next(context);
                }
            )
            .UseWhen(context => context.Request.Headers.ContainsKey(HeaderNames.Origin), calledByPages => calledByPages.UseCors());

    private static Task VaryByOrigin(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        if (headers.Vary.Count == 0)
            headers.Vary = HeaderNames.Origin;
        else if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
            headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }
}
