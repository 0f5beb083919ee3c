using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PmCrm.App.Configuration;

namespace PmCrm.App.Security;

/// <summary>The user and the session that a valid access token was issued for.</summary>
public readonly record struct AccessToken(Guid UserId, Guid SessionId);

/// <summary>
/// Issues and verifies access tokens: JWTs signed with HMAC-SHA256 and JWT_SECRET. During a rotation, tokens signed with
/// JWT_SECRET_PREVIOUS are still valid. An access token lives an hour, so the previous secret can be removed an hour after the change.
/// </summary>
public sealed class AccessTokens
{
    private const string Issuer = "pmcrm";
    private const string SessionClaim = "sid";

    /// <summary>About 5 MB of tokens.</summary>
    private const int MaxVerified = 5_000;

    /// <summary>
    /// Tokens whose signature and claims were already verified. The result stays valid for as long as the process has its keys, which never
    /// change. The time is checked on each use; the caller checks for revoked sessions. docs/decisions/0007-remembered-tokens.md has the
    /// reasons and the figures.
    /// </summary>
    private readonly ConcurrentDictionary<string, (AccessToken Token, DateTime Expires)> verified = new(StringComparer.Ordinal);

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = 4096 };
    private readonly TimeProvider clock;
    private readonly SigningCredentials signing;
    private readonly TokenValidationParameters validation;

    public AccessTokens(TokenOptions options, TimeProvider clock)
    {
        this.clock = clock;
        Lifetime = options.AccessLifetime;
        var keys = options.Secrets.Select(secret => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret))).ToList();
        signing = new SigningCredentials(keys[0], SecurityAlgorithms.HmacSha256);
        validation = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            IssuerSigningKeys = keys,
            // The only accepted algorithm, whatever a token's header says.
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = ["JWT"],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = true,
            LifetimeValidator = (_, expires, _, _) => expires is { } time && time > this.clock.GetUtcNow().UtcDateTime,
        };
    }

    public TimeSpan Lifetime { get; }

    public string Issue(AccessToken token)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = Issuer,
                IssuedAt = now,
                Expires = now + Lifetime,
                Subject = new ClaimsIdentity([
                    new Claim(JwtRegisteredClaimNames.Sub, token.UserId.ToString()),
                    new Claim(SessionClaim, token.SessionId.ToString()),
                ]),
                SigningCredentials = signing,
            }
        );
    }

    /// <returns>Null unless it is an unexpired token of this application.</returns>
    public async ValueTask<AccessToken?> Verify(string token)
    {
        if (verified.TryGetValue(token, out var known))
            return known.Expires > clock.GetUtcNow().UtcDateTime ? known.Token : null;
        if (await Read(token) is not { } read)
            return null;
        if (verified.Count >= MaxVerified)
            verified.Clear();
        verified[token] = read;
        return read.Token;
    }

    private async Task<(AccessToken Token, DateTime Expires)?> Read(string token)
    {
        var result = await handler.ValidateTokenAsync(token, validation);
        return
            result.IsValid
            && result.SecurityToken is JsonWebToken jwt
            && Guid.TryParse(jwt.Subject, out var user)
            && jwt.TryGetPayloadValue<string>(SessionClaim, out var text)
            && Guid.TryParse(text, out var session)
            ? (new AccessToken(user, session), jwt.ValidTo)
            : null;
    }
}
