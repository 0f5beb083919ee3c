using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PmCrm.App.Http;

namespace PmCrm.App.Security;

/// <summary>Authenticates requests by <c>Authorization: Bearer</c> and our own access tokens.</summary>
public sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder,
    AccessTokens tokens, RevokedSessions revoked)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = SchemeName + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (await tokens.Verify(header[Prefix.Length..].Trim()) is not { } token || revoked.Contains(token.SessionId))
            return AuthenticateResult.Fail("The access token is not valid.");

        Context.Features.Set(new CurrentUser(token.UserId, token.SessionId));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, token.UserId.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return Problems.Unauthenticated.ExecuteAsync(Context);
    }
}
