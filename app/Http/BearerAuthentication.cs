using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using PmCrm.App.Security;

namespace PmCrm.App.Http;

/// <summary>
/// The only authentication scheme: <c>Authorization: Bearer</c> with an access token or an API token of this application (RFC 6750).
/// Endpoints require it with <c>RequireAuthorization</c>; a request without a valid token gets 401.
/// </summary>
public sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logging,
    UrlEncoder encoder,
    AccessTokens tokens,
    ApiTokens apiTokens,
    RevokedSessions revoked
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = SchemeName + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var sent = header[Prefix.Length..].Trim();
        if (sent.StartsWith(ApiTokens.Prefix, StringComparison.Ordinal))
            return await WithApiToken(sent);
        if (await tokens.Verify(sent) is not { } token || revoked.Contains(token.SessionId))
            return AuthenticateResult.Fail("The access token is not valid.");

        return As(new CurrentUser(token.UserId, token.SessionId));
    }

    /// <summary><see cref="TokenScopes"/> checks what the token may do.</summary>
    private async Task<AuthenticateResult> WithApiToken(string sent)
    {
        if (await apiTokens.Verify(sent, Context.RequestAborted) is not { } grant)
            return AuthenticateResult.Fail("The API token is not valid.");
        Context.Features.Set(grant);
        return As(new CurrentUser(grant.UserId, CurrentUser.NoSession));
    }

    private AuthenticateResult As(CurrentUser user)
    {
        Context.Features.Set(user);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Id.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return Problems.Unauthenticated.ExecuteAsync(Context);
    }
}

public static class BearerAuthenticationExtensions
{
    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services)
    {
        // AddAuthentication would also add Data Protection, which needs a place to store keys; nothing here uses it.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = BearerAuthentication.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(
            BearerAuthentication.SchemeName,
            configureOptions: null
        );
        // The framework makes the evaluator and all that it needs for each request, unless it is there already. Nothing of it has a state.
        services.AddSingleton<IPolicyEvaluator, PolicyEvaluator>();
        return services.AddAuthorization();
    }
}
