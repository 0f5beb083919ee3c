using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Addresses;

/// <summary>Why a request with a mailed link is refused.</summary>
public enum TokenFailure
{
    /// <summary>There is no token of this purpose or, where it matters, of this account.</summary>
    Unknown,

    Used,

    Expired,

    /// <summary>The password is not the one of the registration.</summary>
    WrongPassword,

    /// <summary>The new password is too easy to guess.</summary>
    EasyPassword,

    /// <summary>Another account has verified the address in the meantime.</summary>
    AddressTaken,
}

internal static class TokenFailures
{
    public static ProblemHttpResult Problem(this TokenFailure failure) =>
        failure switch
        {
            TokenFailure.Used => Problems.Of(409, "token-used", "The link was already used. If that was not you, request a new one."),
            TokenFailure.Expired => Problems.Of(410, "token-expired", "The link has expired. Request a new one."),
            TokenFailure.WrongPassword => Problems.Of(
                403,
                "wrong-password",
                "The password is not the one of this registration. If you did not register, set a password: POST /v1/auth/password-reset."
            ),
            TokenFailure.EasyPassword => Problems.Invalid("newPassword", Auth.PasswordPolicy.Rule),
            TokenFailure.AddressTaken => Problems.Of(409, "address-taken", "Another account has this address."),
            _ => Problems.Of(400, "invalid-token", "The token is not valid for this operation. Use the complete link of the newest mail."),
        };
}
