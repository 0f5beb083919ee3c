using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Auth;

/// <summary>A new account.</summary>
/// <param name="Email">The address that identifies the account; not case-sensitive.</param>
/// <param name="Password">12 to 128 characters, any characters (NIST SP 800-63B, 3.1.1.2); not one that is easy to guess.</param>
/// <param name="DisplayName">The person's name as they want to see it.</param>
public sealed record RegisterRequest(
    [property: Required, EmailAddress, StringLength(254, MinimumLength = 3)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = PasswordPolicy.MinLength)] string Password,
    [property: Required, StringLength(100, MinimumLength = 1)] string DisplayName
);

/// <param name="Status">Always "accepted": the answer does not reveal whether the address already had an account.</param>
public sealed record RegisterResponse(string Status);

public sealed record LoginRequest(
    [property: Required, StringLength(254, MinimumLength = 3)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = 1)] string Password
);

/// <param name="RefreshToken">From the last login or refresh.</param>
public sealed record RefreshRequest([property: Required, StringLength(100, MinimumLength = 1)] string RefreshToken);

/// <param name="AccessToken">Send it as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="RefreshToken">Works for one refresh.</param>
/// <param name="SessionExpiresAt">When the person must sign in again; refreshing does not extend it.</param>
public sealed record TokenResponse(string AccessToken, int ExpiresIn, string RefreshToken, DateTimeOffset SessionExpiresAt)
{
    public string TokenType => "Bearer";
}

/// <summary>The account has a second factor: continue the sign-in at <c>/v1/auth/second-factor</c>.</summary>
/// <param name="ChallengeToken">Send it with the code.</param>
/// <param name="ExpiresIn">Seconds until the challenge expires.</param>
public sealed record SecondFactorChallenge(string ChallengeToken, int ExpiresIn);

/// <summary>The second step of a sign-in.</summary>
/// <param name="ChallengeToken">From the first step.</param>
/// <param name="Code">The code that the authenticator application shows, or a recovery code; spaces and hyphens are ignored.</param>
public sealed record SecondFactorRequest(
    [property: Required, StringLength(100, MinimumLength = 1)] string ChallengeToken,
    [property: Required, StringLength(SecondFactorCode.MaxLength, MinimumLength = 6)] string Code
);

/// <summary>A session of this account.</summary>
/// <param name="IsCurrent">Whether it is the session of this request.</param>
/// <param name="UserAgent">The client's User-Agent when it signed in; null if it sent none.</param>
/// <param name="AuthenticatedAt">When the person last proved their identity in this session.</param>
/// <param name="LastUsedAt">When it last got tokens: about once an hour while it is in use.</param>
/// <param name="ExpiresAt">When it ends; refreshing does not extend it.</param>
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
