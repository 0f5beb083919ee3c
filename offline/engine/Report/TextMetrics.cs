using System.Globalization;
using System.Text;
using PmCrm.Preview.Graph;

namespace PmCrm.Preview.Report;

/// <summary>
/// The width of a text, without a font: from the widths of DejaVu Sans, which is wider than Arial, Helvetica and the other fonts that a
/// drawing names, so that text that fits here also fits in those fonts.
/// </summary>
internal static class TextMetrics
{
    private const double Wide = 1.1;
    private const string Narrow = "iljI.,:;'|!()[]{}/\\ ft-\"`";
    private const string Broad = "mwMW@%×→…_—GOQNDH&";

    // Bold DejaVu Sans is a tenth wider.
    private const double Bold = 1.12;

    /// <summary>In the unit of the font's size.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes())
            width += Of(rune);
        return width * size * (bold ? Bold : 1);
    }

    /// <summary>The text; if it is wider than the room, it is cut and ends with an ellipsis.</summary>
    public static string Cut(string text, double room, double size, bool bold = false)
    {
        if (Width(text, size, bold) <= room)
            return text;
        var kept = new StringBuilder();
        var width = Width("…", size, bold);
        // Letters with their marks, and an emoji with its modifiers, are never split.
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext(); )
        {
            var element = elements.GetTextElement();
            width += Width(element, size, bold);
            if (width > room)
                break;
            kept.Append(element);
        }
        return kept.ToString().TrimEnd() + "…";
    }

    private static double Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            var letter = (char)rune.Value;
            return Narrow.Contains(letter, StringComparison.Ordinal) ? 0.41
                : Broad.Contains(letter, StringComparison.Ordinal)
                    ? letter is 'm' or 'w' or 'M' or 'W' or '@' or '%' ? 1.0
                        : 0.8
                : char.IsAsciiLetterUpper(letter) ? 0.72
                : 0.64;
        }
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            // Latin, Greek, Cyrillic, Hebrew and Arabic are no wider than a broad letter; above are full-width scripts and emoji.
            _ when rune.Value < 0x0800 => 0.85,
            _ when rune.Value is >= 0x2000 and < 0x2300 => 1.0,
            _ => Wide + 0.25,
        };
    }
}
