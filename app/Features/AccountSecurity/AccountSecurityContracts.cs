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

/// <summary>Whether sign-ins ask for a second factor.</summary>
/// <param name="IsOn">Whether they do.</param>
/// <param name="ConfirmedAt">Since when; null where they do not.</param>
/// <param name="RecoveryCodesLeft">Codes that are still good.</param>
public sealed record SecondFactorState(bool IsOn, DateTimeOffset? ConfirmedAt, int RecoveryCodesLeft);

/// <summary>For an authenticator application; told once.</summary>
/// <param name="Secret">Base32, for typing.</param>
/// <param name="Uri">The same with all that the application needs, for a QR code.</param>
public sealed record SecondFactorSecret(string Secret, string Uri);

/// <summary>The first code of an authenticator application.</summary>
/// <param name="Code">Six digits; spaces do not matter.</param>
public sealed record ConfirmSecondFactorRequest(
    [property: Required, StringLength(SecondFactorCode.MaxLength, MinimumLength = 6)] string Code
);

/// <summary>Codes for who lost the authenticator application; told once.</summary>
/// <param name="Codes">Each is good for one sign-in.</param>
public sealed record RecoveryCodeList(IReadOnlyList<string> Codes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ConfirmSecondFactorRequest))]
[JsonSerializable(typeof(RecoveryCodeList))]
[JsonSerializable(typeof(SecondFactorSecret))]
[JsonSerializable(typeof(SecondFactorState))]
internal sealed partial class AccountSecurityJson : JsonSerializerContext;
