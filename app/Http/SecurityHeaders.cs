namespace PmCrm.App.Http;

/// <summary>The headers that an API's answers carry (OWASP REST Security Cheat Sheet): nothing is sniffed, framed or kept by a shared cache.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers.CacheControl = "private, no-cache";
        return next(context);
    }
}
