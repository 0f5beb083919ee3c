namespace PmCrm.App.Features.Messages;

/// <summary>The headers that make a mail program offer to unsubscribe.</summary>
internal static class Unsubscription
{
    /// <summary>RFC 8058, 3.1: the URL is https, and a POST to it unsubscribes without another step. Null for none.</summary>
    public static IReadOnlyDictionary<string, string>? Headers(RenderedMail mail) =>
        mail.UnsubscribeUrl is { } url
            ? new Dictionary<string, string> { ["List-Unsubscribe"] = $"<{url}>", ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" }
            : null;
}
