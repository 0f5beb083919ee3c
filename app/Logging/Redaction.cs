using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace PmCrm.App.Logging;

/// <summary>
/// Removes secrets and personal data from log entries, in three ways: properties by their name, texts by patterns, and the configured
/// secrets by their value.
/// </summary>
public sealed partial class Redaction(IReadOnlyList<string> secrets)
{
    public const string Mark = "[redacted]";

    /// <summary>A property whose name contains one of these is not logged.</summary>
    private static readonly SearchValues<string> Names = SearchValues.Create(
        [
            "authorization",
            "password",
            "email",
            "token",
            "secret",
            "cookie",
            "apikey",
            "api_key",
            "body",
            "phone",
            "address",
            "connectionstring",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Longest first, because one secret may be part of another.</summary>
    private readonly string[] values = [.. secrets.Where(IsLongEnough).Distinct().OrderByDescending(value => value.Length)];

    /// <summary>
    /// A text without any of these cannot match the patterns below. This is true for most texts, and checking it takes a tenth of the time.
    /// </summary>
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        [
            "://",
            "@",
            "eyJ",
            "bearer",
            "password",
            "passwd",
            "pwd",
            "secret",
            "token",
            "authorization",
            "cookie",
            "api",
            "code",
            "pmcrm_pat_",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    private readonly SearchValues<string> secretValues = SearchValues.Create([.. secrets.Where(IsLongEnough)], StringComparison.Ordinal);

    public static bool IsSensitive(string name) => name.AsSpan().ContainsAny(Names);

    public string Clean(string text)
    {
        if (text.AsSpan().ContainsAny(secretValues))
            foreach (var value in values)
                text = text.Replace(value, Mark, StringComparison.Ordinal);
        // Some letters beyond ASCII match an ASCII letter in a case-insensitive pattern.
        if (Ascii.IsValid(text) && !text.AsSpan().ContainsAny(Hints))
            return text;
        text = UserInfo().Replace(text, "://" + Mark + "@");
        text = Email().Replace(text, Mark);
        text = JsonWebToken().Replace(text, Mark);
        text = ApiToken().Replace(text, Mark);
        text = Bearer().Replace(text, "Bearer " + Mark);
        return Assignment().Replace(text, "$1" + Mark);
    }

    private static bool IsLongEnough(string secret) => secret.Length >= 4;

    [GeneratedRegex(@"://[^/\s@]+@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")]
    private static partial Regex Email();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_\-]*\.[A-Za-z0-9_\-]*\.[A-Za-z0-9_\-]*")]
    private static partial Regex JsonWebToken();

    [GeneratedRegex("pmcrm_pat_[A-Za-z0-9_-]+")]
    private static partial Regex ApiToken();

    [GeneratedRegex(@"Bearer\s+[A-Za-z0-9._~+/=\-]+", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    /// <summary>password=…, "token": "…", and the like in a text or a URL's query.</summary>
    [GeneratedRegex(
        """((?:password|passwd|pwd|secret|token|authorization|cookie|api[_-]?key|code)"?\s*[=:]\s*"?)[^\s"&;,}]+""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Assignment();
}
