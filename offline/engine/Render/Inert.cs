using System.Globalization;
using System.Text;

namespace PmCrm.Preview.Render;

/// <summary>
/// Makes text of a program safe to print: names, types, keys and messages come from code that a pull request may change. Control characters
/// could move the cursor or forge lines, and characters that change the text direction could make a text look different.
/// </summary>
internal static class Inert
{
    /// <summary>On one line; what cannot be shown is written as an escape: <c>\\n</c>, <c>\\u001b</c>.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>Line breaks stay.</summary>
    public static string Lines(string text) => Escape(text, keepLines: true);

    private static string Escape(string text, bool keepLines)
    {
        var first = 0;
        while (first < text.Length && IsShown(text, first, keepLines))
            first++;
        if (first == text.Length)
            return text;
        var safe = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
            if (IsShown(text, i, keepLines))
                safe.Append(text[i]);
            else
                safe.Append(
                    text[i] switch
                    {
                        '\n' => "\\n",
                        '\r' => "\\r",
                        '\t' => "\\t",
                        var letter => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                    }
                );
        return safe.ToString();
    }

    private static bool IsShown(string text, int i, bool keepLines)
    {
        var letter = text[i];
        if (letter is >= ' ' and <= '~' || (keepLines && letter == '\n'))
            return true;
        if (char.IsSurrogate(letter))
            return char.IsHighSurrogate(letter)
                ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                : i > 0 && char.IsHighSurrogate(text[i - 1]);
        // Controls of both ranges, line and paragraph separators, marks of text direction (UAX #9), the byte-order mark.
        return !char.IsControl(letter)
            && letter is not ('\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or '\ufeff')
            && letter is not (>= '\u202a' and <= '\u202e') and not (>= '\u2066' and <= '\u2069');
    }
}
