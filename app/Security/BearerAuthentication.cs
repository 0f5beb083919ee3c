using PmCrm.App.Http;

namespace PmCrm.App.Security;

/// <summary>
/// Tells who is asking, by <c>Authorization: Bearer</c> with our own access tokens, and answers 401 where an endpoint needs to know and the
/// request does not say. There is one scheme and one rule, "somebody"; the framework's authentication and authorization, made for any
/// number of both, would build a dozen objects for each request.
/// </summary>
public sealed class BearerAuthentication(RequestDelegate next, AccessTokens tokens, RevokedSessions revoked)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = SchemeName + " ";

    public async Task Invoke(HttpContext context)
    {
        var user = await Identify(context.Request);
        if (user is not null)
        {
            context.Features.Set(user);
        }
        else if (context.GetEndpoint()?.Metadata.GetMetadata<RequiresUser>() is not null)
        {
            context.Response.Headers.WWWAuthenticate = SchemeName;
            await Problems.Unauthenticated.ExecuteAsync(context);
            return;
        }
        await next(context);
    }

    private async ValueTask<CurrentUser?> Identify(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        return await tokens.Verify(header.AsSpan(Prefix.Length).Trim()) is { } token && !revoked.Contains(token.SessionId)
            ? new CurrentUser(token.UserId, token.SessionId)
            : null;
    }
}

/// <summary>Marks an endpoint that only somebody with a valid access token may use.</summary>
public sealed class RequiresUser
{
    internal static readonly RequiresUser Instance = new();

    private RequiresUser() { }
}

public static class RequiresUserExtensions
{
    /// <summary>Refuses requests without a valid access token: 401.</summary>
    public static TBuilder RequireUser<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(RequiresUser.Instance);
}
