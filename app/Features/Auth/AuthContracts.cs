using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Auth;

/// <summary>A new account.</summary>
/// <param name="Email">What the account is known by; upper and lower case are the same.</param>
/// <param name="Password">12 to 128 characters, any characters (NIST SP 800-63B, 3.1.1.2); not one that is easy to guess.</param>
/// <param name="DisplayName">How the person wants to be called.</param>
public sealed record RegisterRequest(
    [property: Required, EmailAddress, StringLength(254, MinimumLength = 3)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = PasswordPolicy.MinLength)] string Password,
    [property: Required, StringLength(100, MinimumLength = 1)] string DisplayName
);

/// <param name="Status">Always "accepted": whether the address already had an account is not told.</param>
public sealed record RegisterResponse(string Status);

public sealed record LoginRequest(
    [property: Required, StringLength(254, MinimumLength = 3)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = 1)] string Password
);

/// <param name="RefreshToken">From the last login or refresh.</param>
public sealed record RefreshRequest([property: Required, StringLength(100, MinimumLength = 1)] string RefreshToken);

/// <param name="AccessToken">Send it as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds that the access token is good for.</param>
/// <param name="RefreshToken">Good for one refresh.</param>
/// <param name="SessionExpiresAt">When the person must sign in again, however often is refreshed.</param>
public sealed record TokenResponse(string AccessToken, int ExpiresIn, string RefreshToken, DateTimeOffset SessionExpiresAt)
{
    public string TokenType => "Bearer";
}

/// <summary>The account has a second factor: the sign-in goes on at <c>/v1/auth/second-factor</c>.</summary>
/// <param name="ChallengeToken">Send it with the code.</param>
/// <param name="ExpiresIn">Seconds that it is good for.</param>
public sealed record SecondFactorChallenge(string ChallengeToken, int ExpiresIn);

/// <summary>The second step of a sign-in.</summary>
/// <param name="ChallengeToken">From the first step.</param>
/// <param name="Code">What the authenticator application shows, or a recovery code; spaces and hyphens do not matter.</param>
public sealed record SecondFactorRequest(
    [property: Required, StringLength(100, MinimumLength = 1)] string ChallengeToken,
    [property: Required, StringLength(SecondFactorCode.MaxLength, MinimumLength = 6)] string Code
);

/// <summary>Somewhere that this account is signed in.</summary>
/// <param name="IsCurrent">Whether it is the one that asks.</param>
/// <param name="UserAgent">What the client called itself when it signed in; null where it said nothing.</param>
/// <param name="AuthenticatedAt">When the person last proved there who they are.</param>
/// <param name="LastUsedAt">When it last got tokens, which is about once an hour while it is used.</param>
/// <param name="ExpiresAt">When it ends, however often it is refreshed.</param>
public sealed record SessionView(
    Guid Id,
    bool IsCurrent,
    string? UserAgent,
    DateTimeOffset CreatedAt,
    DateTimeOffset AuthenticatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RegisterResponse))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SecondFactorChallenge))]
[JsonSerializable(typeof(SecondFactorRequest))]
[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class AuthJson : JsonSerializerContext;
