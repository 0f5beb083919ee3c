using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Features.Addresses;

/// <summary>The account whose password was lost.</summary>
/// <param name="Email">The address of the account.</param>
public sealed record RequestPasswordReset([property: Required, EmailAddress, StringLength(254, MinimumLength = 3)] string Email);

/// <summary>A new password, with the token from a mail.</summary>
/// <param name="Token">The part of the link after <c>#token=</c>.</param>
/// <param name="NewPassword">12 to 128 characters, any characters; not one that is easy to guess.</param>
public sealed record ResetPasswordRequest(
    [property: Required, StringLength(100, MinimumLength = 1)] string Token,
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = PasswordPolicy.MinLength)] string NewPassword
);

/// <summary>Proves that the address belongs to the person.</summary>
/// <param name="Token">The part of the mailed link after <c>#token=</c>.</param>
/// <param name="Password">The password of the registration.</param>
public sealed record VerifyEmailRequest(
    [property: Required, StringLength(100, MinimumLength = 1)] string Token,
    [property: Required, StringLength(PasswordPolicy.MaxLength, MinimumLength = 1)] string Password
);

/// <summary>A new address for the account.</summary>
/// <param name="Email">Not case-sensitive.</param>
public sealed record ChangeEmailRequest([property: Required, EmailAddress, StringLength(254, MinimumLength = 3)] string Email);

/// <summary>A token from a mail.</summary>
/// <param name="Token">The part of the link after <c>#token=</c>.</param>
public sealed record MailTokenRequest([property: Required, StringLength(100, MinimumLength = 1)] string Token);

/// <summary>The request was accepted; if there is a mail to send, it is sent.</summary>
/// <param name="Status">Always "accepted": the answer does not reveal whether an address has an account.</param>
public sealed record MailAccepted(string Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChangeEmailRequest))]
[JsonSerializable(typeof(MailAccepted))]
[JsonSerializable(typeof(MailTokenRequest))]
[JsonSerializable(typeof(RequestPasswordReset))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(VerifyEmailRequest))]
internal sealed partial class AddressJson : JsonSerializerContext;
