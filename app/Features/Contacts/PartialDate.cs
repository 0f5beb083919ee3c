using System.Globalization;

namespace PmCrm.App.Features.Contacts;

/// <summary>
/// A date whose year or day may be unknown, in the format of ISO 8601:2000, 5.2.1 and RFC 6350, 4.3.1: <c>1990-12-31</c>, <c>1990-12</c>,
/// <c>1990</c>, <c>--12-31</c>, <c>--12</c>.
/// </summary>
public readonly record struct PartialDate
{
    public const int MinYear = 1800;
    public const int MaxYear = 2200;

    /// <summary>A leap year: a day without a year may be 29 February.</summary>
    private const int LeapYear = 2000;

    private PartialDate(int? year, int? month, int? day) => (Year, Month, Day) = (year, month, day);

    public int? Year { get; }

    public int? Month { get; }

    public int? Day { get; }

    /// <summary>The complete date; null if a part of it is unknown.</summary>
    public DateOnly? Date => Year is { } year && Month is { } month && Day is { } day ? new DateOnly(year, month, day) : null;

    /// <returns>Null if the date does not exist, or neither year nor month is known.</returns>
    public static PartialDate? Of(int? year, int? month, int? day)
    {
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || (year is null && month is null) || (month is null && day is not null))
            return null;
        if (day is { } number && (number < 1 || number > DateTime.DaysInMonth(year ?? LeapYear, month!.Value)))
            return null;
        return new(year, month, day);
    }

    /// <summary>Parses only the format that <see cref="ToString"/> writes.</summary>
    public static PartialDate? Parse(string text)
    {
        static int? Digits(ReadOnlySpan<char> digits, int length) =>
            digits.Length == length && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

        var parts = text.StartsWith("--", StringComparison.Ordinal) ? ["", .. text[2..].Split('-')] : text.Split('-');
        var (year, month, day) = (
            Digits(parts[0], 4),
            parts.Length > 1 ? Digits(parts[1], 2) : null,
            parts.Length > 2 ? Digits(parts[2], 2) : null
        );
        return Of(year, month, day) is { } date && date.ToString() == text ? date : null;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Year is { } year ? $"{year:0000}{(Month is null ? "" : "-")}" : "--")}{Month:00}{(Day is null ? "" : "-")}{Day:00}"
        );
}
