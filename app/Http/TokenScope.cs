using PmCrm.App.Security;

namespace PmCrm.App.Http;

/// <summary>
/// The scope that an API token needs for an endpoint. An endpoint without one refuses API tokens, so that a new endpoint refuses them by
/// default.
/// </summary>
/// <param name="Read">For GET and HEAD.</param>
/// <param name="Write">For every other method.</param>
public sealed record TokenScope(string Read, string Write)
{
    public string For(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Read : Write;
}

/// <summary>Refuses requests whose API token does not have the endpoint's scope, before the handler runs.</summary>
public sealed class TokenScopes(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        if (
            context.Features.Get<ApiTokenGrant>() is not { } grant
            || context.GetEndpoint()?.Metadata is not { } metadata
            || metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is null
        )
            return next(context);
        var scope = metadata.GetMetadata<TokenScope>()?.For(context.Request.Method);
        return scope is not null && grant.Scopes.Contains(scope)
            ? next(context)
            : Problems
                .Of(
                    403,
                    "insufficient-scope",
                    scope is null
                        ? "This operation does not accept API tokens. Sign in and use an access token."
                        : $"The API token does not have the scope {scope}."
                )
                .ExecuteAsync(context);
    }
}

public static class TokenScopeExtensions
{
    /// <summary>Makes the group accept API tokens with the scope to read or to write the area.</summary>
    public static RouteGroupBuilder AcceptApiTokens(this RouteGroupBuilder group, string area) =>
        group.WithMetadata(new TokenScope(ApiScopes.Read(area), ApiScopes.Write(area)));

    /// <summary>Makes the endpoints accept API tokens with one scope, whatever the method.</summary>
    public static TBuilder AcceptApiTokensWith<TBuilder>(this TBuilder endpoints, string scope)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new TokenScope(scope, scope));
}
