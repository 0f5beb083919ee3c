using System.Globalization;
using System.Text;

namespace PmCrm.App.Verification;

/// <summary>Formats a verification as lines for a person.</summary>
public static class VerificationText
{
    public static string Of(VerificationReport report)
    {
        var text = new StringBuilder();
        foreach (var check in report.Checks)
            text.Append(CultureInfo.InvariantCulture, $"{Word(check.Status), -8}{check.Name, -14}{check.Detail}\n");
        text.Append('\n');
        foreach (var value in report.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{value.Column}, key {value.Key}: {value.Count} values, ");
            text.Append(
                value.IsKnown
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{value.Sampled - value.Unreadable} of {value.Sampled} sampled are readable\n"
                    )
                    : "not readable: the key was not given\n"
            );
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"This version {(report.Status == CheckStatus.Ok ? "can" : "cannot")} serve this database correctly."
        );
        return text.ToString();
    }

    private static string Word(CheckStatus status) => status == CheckStatus.Ok ? "ok" : "failed";
}
