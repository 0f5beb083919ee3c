using System.Net;
using System.Text.RegularExpressions;

namespace PmCrm.App.Features.Messages;

/// <summary>Why a provider refused a mail, for logs and the outbox.</summary>
internal static partial class MailReason
{
    /// <summary>
    /// The status and the provider's error code. A code consists of letters and underscores; anything else is left out, since free text may
    /// repeat the content of the mail.
    /// </summary>
    public static string Of(HttpStatusCode status, string? code) =>
        code is not null && CodePattern().IsMatch(code) ? $"{(int)status} {code}" : $"{(int)status}";

    [GeneratedRegex("^[a-z_.]{1,60}$")]
    private static partial Regex CodePattern();
}
