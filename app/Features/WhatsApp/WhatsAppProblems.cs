using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The problem answers of operations that need WhatsApp.</summary>
public static class WhatsAppProblems
{
    /// <summary>This deployment sends no WhatsApp messages.</summary>
    public static ProblemHttpResult NotConfigured =>
        Problems.Of(404, "whatsapp-not-configured", "This needs WhatsApp, which is not set up here.");

    public static ProblemHttpResult NoNumber => Problems.Of(404, "no-number", "This account has no phone number.");

    public static ProblemHttpResult AddressNotVerified =>
        Problems.Of(409, "address-not-verified", "Verify the account's e-mail address first.");

    public static ProblemHttpResult NumberNotVerified =>
        Problems.Of(409, "number-not-verified", "Verify the phone number first, with the code that was sent to it.");

    public static ProblemHttpResult WrongCode => Problems.Of(403, "wrong-code", "The code is wrong.");

    public static ProblemHttpResult CodeEnded =>
        Problems.Of(
            410,
            "code-ended",
            "No code is pending: it was used, has expired or was wrong too often. Set the number again to get a new code."
        );
}
