using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>Parses dates in the formats that programs write into their files.</summary>
internal static partial class FileDates
{
    /// <summary>
    /// The year that Apple's Contacts writes for an unknown year, named in X-APPLE-OMIT-YEAR. No living person was born in it.
    /// </summary>
    private const int AppleNoYear = 1604;

    /// <summary>
    /// Parses the formats of RFC 6350, 4.3.1 (<c>19901231</c>, <c>--1231</c>, <c>1990-12</c>) and the same with hyphens (RFC 2426). A time
    /// after the date is ignored. Also <c>1990-1-5</c>, <c>1990/12/31</c> and <c>1990. 12. 31.</c>, which are dates of some
    /// languages.
    /// </summary>
    /// <param name="omittedYear">The value of X-APPLE-OMIT-YEAR: this year means that the year is unknown.</param>
    public static PartialDate? Iso(string text, string? omittedYear = null)
    {
        text = text.Trim();
        var match = IsoPattern().Match(text);
        if (!match.Success)
            match = YearFirstPattern().Match(text);
        if (!match.Success)
            return null;
        var (year, month, day) = (Number(match.Groups["year"]), Number(match.Groups["month"]), Number(match.Groups["day"]));
        if (year == AppleNoYear || (year is not null && year.Value.ToString("0000", CultureInfo.InvariantCulture) == omittedYear))
            year = null;
        return PartialDate.Of(year, month, day);
    }

    /// <summary>
    /// Parses a date of a CSV file: ISO, <c>12/31/1990</c> and <c>31/12/1990</c> (Outlook uses the order of the Windows setting),
    /// <c>31.12.1990</c>. Two-digit years are in the last hundred years.
    /// </summary>
    /// <param name="isAmbiguous">Whether day and month could be swapped; then the month is taken as the first.</param>
    public static PartialDate? Csv(string text, int currentYear, out bool isAmbiguous)
    {
        isAmbiguous = false;
        text = text.Trim();
        if (Iso(text) is { } iso)
            return iso;
        var match = LocalPattern().Match(text);
        if (!match.Success)
            return null;
        var (first, second, year) = (Number(match.Groups["a"])!.Value, Number(match.Groups["b"])!.Value, Number(match.Groups["year"]));
        if (match.Groups["year"].Length == 2)
            year += year > currentYear % 100 ? 1900 : 2000;
        var dayFirst = match.Groups["separator"].Value == "." || first > 12;
        isAmbiguous = match.Groups["separator"].Value != "." && first <= 12 && second <= 12 && first != second;
        return dayFirst ? PartialDate.Of(year, second, first) : PartialDate.Of(year, first, second);
    }

    /// <summary>Whether it is the value that Outlook writes for a date that is not set: <c>0/0/00</c>.</summary>
    public static bool IsUnset(string text) => UnsetPattern().IsMatch(text);

    private static int? Number(Group group) =>
        group.Success && group.Length > 0 ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(
        "^(?:(?<year>[0-9]{4})|--)(?:-?(?<month>[0-9]{2})(?:-?(?<day>[0-9]{2}))?)?(?:[T ].*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex IsoPattern();

    // In CLDR: the short dates of Japanese, Chinese and Hungarian (y/MM/dd, y/M/d, y. MM. dd.), and the medium one of Korean (y. M. d.).
    [GeneratedRegex(
        "^(?<year>[0-9]{4})(?:- ?|/ ?|\\. ?)(?<month>[0-9]{1,2})(?:- ?|/ ?|\\. ?)(?<day>[0-9]{1,2})\\.?(?:[T ].*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex YearFirstPattern();

    [GeneratedRegex(
        "^(?<a>[0-9]{1,2})(?<separator>[/.-]) ?(?<b>[0-9]{1,2})[/.-] ?(?<year>[0-9]{4}|[0-9]{2})(?: .*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex LocalPattern();

    [GeneratedRegex("^0{1,2}[/.-]0{1,2}[/.-](00|0000)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UnsetPattern();
}
