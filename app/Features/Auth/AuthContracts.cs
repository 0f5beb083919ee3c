using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Auth;

/// <summary>A new account.</summary>
/// <param name="Email">What the account is known by; upper and lower case are the same.</param>
/// <param name="Password">At least 12 characters; any characters (NIST SP 800-63B, 3.1.1.2).</param>
/// <param name="DisplayName">How the person wants to be called.</param>
public sealed record RegisterRequest(
    [property: Required, EmailAddress, StringLength(254, MinimumLength = 3)] string Email,
    [property: Required, StringLength(128, MinimumLength = 12)] string Password,
    [property: Required, StringLength(100, MinimumLength = 1)] string DisplayName
);

/// <param name="Status">Always "accepted": whether the address already had an account is not told.</param>
public sealed record RegisterResponse(string Status);

public sealed record LoginRequest(
    [property: Required, StringLength(254, MinimumLength = 3)] string Email,
    [property: Required, StringLength(128, MinimumLength = 1)] string Password
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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RegisterResponse))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class AuthJson : JsonSerializerContext;
