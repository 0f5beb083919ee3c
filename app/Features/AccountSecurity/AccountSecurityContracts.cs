using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Features.AccountSecurity;

/// <summary>The account's active sessions.</summary>
/// <param name="Items">The active sessions, most recently used first.</param>
public sealed record SessionList(IReadOnlyList<SessionView> Items);

/// <summary>A new password.</summary>
/// <param name="CurrentPassword">Required if the account has a password; null for an account that signs in only with a provider.</param>
/// <param name="NewPassword">12 to 128 characters, any characters; not one that is easy to guess.</param>
public sealed record ChangePasswordRequest(
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = PasswordPolicy.MinLength)] string NewPassword,
    [property: StringLength(PasswordPolicy.MaxLength, MinimumLength = 1)] string? CurrentPassword = null
);

/// <summary>Whether sign-ins ask for a second factor.</summary>
/// <param name="IsOn">Whether sign-ins ask for a second factor.</param>
/// <param name="ConfirmedAt">When it was turned on; null if it is off.</param>
/// <param name="RecoveryCodesLeft">Number of unused recovery codes.</param>
public sealed record SecondFactorState(bool IsOn, DateTimeOffset? ConfirmedAt, int RecoveryCodesLeft);

/// <summary>The secret for an authenticator application; shown only once.</summary>
/// <param name="Secret">The secret in Base32, for typing.</param>
/// <param name="Uri">The otpauth URI with the secret and its parameters, for a QR code.</param>
public sealed record SecondFactorSecret(string Secret, string Uri);

/// <summary>The first code of an authenticator application.</summary>
/// <param name="Code">Six digits; spaces are ignored.</param>
public sealed record ConfirmSecondFactorRequest(
    [property: Required, StringLength(SecondFactorCode.MaxLength, MinimumLength = 6)] string Code
);

/// <summary>Codes that replace a lost authenticator application; shown only once.</summary>
/// <param name="Codes">Each works for one sign-in.</param>
public sealed record RecoveryCodeList(IReadOnlyList<string> Codes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ConfirmSecondFactorRequest))]
[JsonSerializable(typeof(RecoveryCodeList))]
[JsonSerializable(typeof(SecondFactorSecret))]
[JsonSerializable(typeof(SecondFactorState))]
internal sealed partial class AccountSecurityJson : JsonSerializerContext;
