using PmCrm.App.Configuration;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Features.SignIn;

/// <summary>The parameters with which a provider redirected the browser back.</summary>
/// <param name="Issuer">RFC 9207; null if the provider does not send it.</param>
public sealed record ProviderAnswer(string? State, string? Code, string? Error, string? Issuer);

/// <summary>
/// Sign-in with a provider: OAuth 2.0 authorization code with PKCE, state and nonce (RFC 9700, 2.1.1; OpenID Connect Core 1.0, 3.1).
/// </summary>
public sealed class ProviderSignIn(IdTokens idTokens, Identities identities, SignInSteps steps, AppOptions options, TimeProvider clock)
{
    private const string Scope = "openid email profile";

    /// <summary>
    /// Errors by which the provider reports that the person did not consent (RFC 6749, 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6).
    /// </summary>
    private static readonly string[] Declined =
    [
        "access_denied",
        "consent_required",
        "interaction_required",
        "login_required",
        "account_selection_required",
    ];

    /// <summary>The URL to redirect the browser to, and the attempt that the browser must send back.</summary>
    public async Task<(string Location, SignInAttempt Attempt)> Begin(ProviderClient client, CancellationToken cancellationToken)
    {
        var configuration = await client.Configuration(otherThan: null, cancellationToken);
        var attempt = SignInAttempt.Begin(clock.GetUtcNow());
        var query = Microsoft
            .AspNetCore.Http.QueryString.Create(
                new Dictionary<string, string?>
                {
                    ["response_type"] = "code",
                    ["client_id"] = client.Provider.Client.Id,
                    ["redirect_uri"] = Redirect(client.Provider).AbsoluteUri,
                    ["scope"] = Scope,
                    ["state"] = attempt.State,
                    ["nonce"] = attempt.Nonce,
                    ["code_challenge"] = attempt.Challenge,
                    ["code_challenge_method"] = "S256",
                }
            )
            .ToString();
        var endpoint = configuration.Document.AuthorizationEndpoint;
        return (endpoint + (endpoint.Contains('?', StringComparison.Ordinal) ? "&" + query[1..] : query), attempt);
    }

    /// <summary>Starts a session for the user that the provider authenticated, or asks for the account's second factor.</summary>
    /// <param name="attempt">The attempt from the browser's cookie; null if there is none.</param>
    /// <exception cref="SignInException">The sign-in is refused or failed.</exception>
    public async Task<SignInStep> Finish(
        ProviderClient client,
        SignInAttempt? attempt,
        ProviderAnswer answer,
        string? userAgent,
        CancellationToken cancellationToken
    )
    {
        if (attempt is null || answer.State is null || !attempt.IsState(answer.State))
            throw new SignInException(SignInFailure.UnknownAttempt, "The state does not match an attempt of this browser");
        if (answer.Error is { } error)
            throw Refusal(error);
        if (answer.Issuer is { } issuer && issuer != client.Provider.Issuer)
            throw new SignInException(SignInFailure.NotVerified, "The answer names another issuer");

        var idToken = await client.Redeem(answer.Code ?? "", attempt.Verifier, Redirect(client.Provider), cancellationToken);
        var identity = await idTokens.Verify(idToken, attempt, client, cancellationToken);
        return await steps.Begin(await identities.Account(identity, cancellationToken), userAgent, replaced: null, cancellationToken);
    }

    private Uri Redirect(IdentityProvider provider) =>
        new($"{options.PublicUrl.AbsoluteUri.TrimEnd('/')}/v1/auth/{provider.Name}/callback");

    private static SignInException Refusal(string error) =>
        error switch
        {
            _ when Declined.Contains(error) => new(SignInFailure.Declined, "The person did not consent"),
            "server_error" or "temporarily_unavailable" => new(SignInFailure.Unavailable, "The provider reported that it is unavailable"),
            _ => new(SignInFailure.ProviderFailed, "The provider refused the request"),
        };
}

/// <summary>The configured providers, each with its client.</summary>
public sealed class ProviderClients(IEnumerable<ProviderClient> clients)
{
    private readonly Dictionary<string, ProviderClient> byName = clients.ToDictionary(client => client.Provider.Name);

    /// <returns>Null where sign-in with the provider is off.</returns>
    public ProviderClient? Find(string name) => byName.GetValueOrDefault(name);
}
