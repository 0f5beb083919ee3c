using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Features.AccountSecurity;

/// <summary>Where the account is signed in.</summary>
/// <param name="Items">The living sessions, the one that was used last first.</param>
public sealed record SessionList(IReadOnlyList<SessionView> Items);

/// <summary>A new password.</summary>
/// <param name="CurrentPassword">Needed where the account has one; null for an account that only signs in at a provider.</param>
/// <param name="NewPassword">12 to 128 characters, any characters; not one that is easy to guess.</param>
public sealed record ChangePasswordRequest(
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = PasswordPolicy.MinLength)] string NewPassword,
    [property: StringLength(PasswordPolicy.MaxLength, MinimumLength = 1)] string? CurrentPassword = null
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(ChangePasswordRequest))]
internal sealed partial class AccountSecurityJson : JsonSerializerContext;
