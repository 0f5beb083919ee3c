using System.Globalization;

namespace PmCrm.Preview.Render;

/// <summary>Durations as the engine writes them: numbers with units, for example <c>1h30m</c> or <c>90s</c>.</summary>
internal static class GoDuration
{
    private static readonly (string Unit, double Seconds)[] Units =
    [
        ("ns", 1e-9),
        ("us", 1e-6),
        ("ms", 1e-3),
        ("h", 3600),
        ("m", 60),
        ("s", 1),
    ];

    /// <returns>Seconds, or null when the text is not a duration.</returns>
    public static double? Seconds(string text)
    {
        var total = 0.0;
        for (var at = 0; at < text.Length; )
        {
            var digits = at;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
                digits++;
            var (unit, seconds) = Array.Find(Units, candidate =>
                string.CompareOrdinal(text, digits, candidate.Unit, 0, candidate.Unit.Length) == 0
            );
            if (
                unit is null
                || !double.TryParse(
                    text.AsSpan(at, digits - at),
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
                return null;
            total += number * seconds;
            at = digits + unit.Length;
        }
        return text.Length == 0 ? null : total;
    }
}
