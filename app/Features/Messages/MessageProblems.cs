using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Messages;

/// <summary>The problem answers of operations that need messages.</summary>
public static class MessageProblems
{
    /// <summary>This deployment sends no mail.</summary>
    public static ProblemHttpResult NoMail => Problems.Of(404, "mail-not-configured", "This needs mail, which is not set up here.");

    /// <summary>The key that a provider's events are verified with is not set.</summary>
    public static ProblemHttpResult NoWebhook =>
        Problems.Of(404, "webhook-not-configured", "Events of this provider are not accepted: the key to verify them is not set.");

    /// <summary>The body is not an event of the provider.</summary>
    public static ProblemHttpResult Unreadable => Problems.Of(400, "unreadable-event", "This is not an event of the provider.");

    /// <param name="max">In bytes.</param>
    public static ProblemHttpResult TooLarge(int max) => Problems.Of(413, "too-large", $"At most {max} bytes.");

    public static ProblemHttpResult BadSignature => Problems.Of(401, "bad-signature", "The signature is missing or wrong.");

    public static ProblemHttpResult OldSignature =>
        Problems.Of(401, "old-signature", "The signature's time is more than five minutes from the current time.");
}
