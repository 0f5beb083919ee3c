using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace PmCrm.App.Features.SignIn;

/// <summary>A person's identity as a provider reports it.</summary>
/// <param name="Subject">The provider's id of the person. Unlike the address, it never changes.</param>
/// <param name="Email">Null if the provider sends none.</param>
/// <param name="Name">The person's name there; null if the provider does not send it.</param>
public sealed record ProvidedIdentity(string Provider, string Subject, string? Email, AddressTrust Trust, string? Name);

/// <summary>Verifies ID tokens (OpenID Connect Core 1.0, 3.1.3.7).</summary>
public sealed class IdTokens(TimeProvider clock)
{
    /// <summary>Maximum difference between the provider's clock and ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>OpenID Connect Core 1.0, 2: in ASCII characters. For Microsoft, the tenant's id is added in front.</summary>
    private const int MaxSubject = 255;

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 32 * 1024 };

    /// <exception cref="SignInException">The provider did not make the token for this attempt, or its keys cannot be read.</exception>
    public async Task<ProvidedIdentity> Verify(
        string idToken,
        SignInAttempt attempt,
        ProviderClient client,
        CancellationToken cancellationToken
    )
    {
        var token = Read(idToken);
        var configuration = await client.Configuration(otherThan: null, cancellationToken);
        // Signed with an unknown key: the provider's keys may have changed.
        if (configuration.Document.SigningKeys.All(key => key.KeyId != token.Kid))
            configuration = await client.Configuration(otherThan: configuration, cancellationToken);
        var result = await handler.ValidateTokenAsync(token, Rules(client.Provider, configuration.Document));
        if (!result.IsValid)
            throw Refused(result.Exception.GetType().Name);
        if (!MaySign(token, client.Provider, configuration.Document))
            throw Refused("the key belongs to another issuer");
        if (!IsFor(token, client.Provider.Client.Id))
            throw Refused("it was issued to another client");
        if (!token.TryGetPayloadValue<string>("nonce", out var nonce) || !attempt.IsNonce(nonce))
            throw Refused("it belongs to another sign-in");
        return Identity(token, client.Provider);
    }

    private JsonWebToken Read(string idToken)
    {
        try
        {
            return handler.ReadJsonWebToken(idToken);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or JsonException or SecurityTokenException)
        {
            throw Refused("it is not a valid token");
        }
    }

    private TokenValidationParameters Rules(IdentityProvider provider, OpenIdConnectConfiguration configuration) =>
        new()
        {
            ValidAudience = provider.Client.Id,
            IssuerSigningKeys = configuration.SigningKeys,
            // Both providers sign with this algorithm, whatever a token's header says: neither "none" nor our client secret as a key is
            // accepted.
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            TryAllIssuerSigningKeys = false,
            IssuerValidator = (issuer, token, _) =>
                token is JsonWebToken jwt && provider.IsIssuer(issuer, jwt)
                    ? issuer
                    : throw new SecurityTokenInvalidIssuerException("The issuer is not the provider."),
            LifetimeValidator = (from, until, _, _) =>
                until is { } end && end + ClockSkew > Now && (from is not { } start || start - ClockSkew <= Now),
        };

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static bool MaySign(JsonWebToken token, IdentityProvider provider, OpenIdConnectConfiguration configuration) =>
        configuration.JsonWebKeySet.Keys.Where(key => key.Kid == token.Kid).All(key => provider.MaySign(key, token.Issuer, token));

    // With several audiences or an authorized party, the authorized party must be this client.
    private static bool IsFor(JsonWebToken token, string client) =>
        token.TryGetPayloadValue<string>("azp", out var party) ? party == client : token.Audiences.Count() == 1;

    private static ProvidedIdentity Identity(JsonWebToken token, IdentityProvider provider)
    {
        var subject = provider.Subject(token);
        if (string.IsNullOrEmpty(token.Subject) || subject.Length > MaxSubject || subject.Contains('\0'))
            throw Refused("its subject is not valid");
        var email = token.TryGetPayloadValue<string>("email", out var address) && IsAddress(address) ? address : null;
        var name = token.TryGetPayloadValue<string>("name", out var text) ? text : null;
        return new(provider.Name, subject, email, email is null ? AddressTrust.None : provider.Trust(token, email), name);
    }

    // The same rules as for a registration.
    private static bool IsAddress(string text) =>
        text.Length is >= 3 and <= 254 && !text.Any(char.IsControl) && new EmailAddressAttribute().IsValid(text);

    private static SignInException Refused(string why) => new(SignInFailure.NotVerified, $"The ID token was refused: {why}");
}
