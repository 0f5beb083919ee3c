namespace PmCrm.App.Http;

/// <summary>The headers that an API's answers carry (OWASP REST Security Cheat Sheet): nothing is sniffed, framed or kept by a shared cache.</summary>
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
