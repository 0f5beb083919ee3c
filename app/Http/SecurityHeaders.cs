namespace PmCrm.App.Http;

/// <summary>
/// The security headers of an API's answers (OWASP REST Security Cheat Sheet): against content sniffing, framing and shared caches.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        Set(context.Response.Headers);
        return next(context);
    }

    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers.CacheControl = "private, no-cache";
    }
}

public static class SecurityHeadersExtensions
{
    /// <summary>
    /// No cache may store the group's answers, not even the client's own, because they contain tokens (RFC 6749, 5.1; ASVS 5.0, 14.3.2).
    /// </summary>
    public static RouteGroupBuilder KeepOutOfCaches(this RouteGroupBuilder group) =>
        group.AddEndpointFilter(
            (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            }
        );
}
