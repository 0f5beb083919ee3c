using System.Globalization;

namespace PmCrm.Preview.Project;

/// <summary>
/// A YAML timestamp in the four layouts that gopkg.in/yaml.v3 accepts (resolve.go), parsed as Go's <c>time.Parse</c> does. The time keeps
/// its offset; zones are not converted. Go prints a zone's name if the offset is the machine's own. Here, as on a machine in UTC, only
/// the offset zero has a name.
/// </summary>
public sealed record YamlTime
{
    private YamlTime(string date, string time, string fraction, int offsetMinutes)
    {
        var sign = offsetMinutes < 0 ? '-' : '+';
        var (hours, minutes) = Math.DivRem(Math.Abs(offsetMinutes), 60);
        var offset = $"{sign}{hours:00}{minutes:00}";
        Printed = $"{date} {time}{fraction} {offset} {(offsetMinutes == 0 ? "UTC" : offset)}";
        Rfc3339 = $"{date}T{time}{fraction}{(offsetMinutes == 0 ? "Z" : $"{sign}{hours:00}:{minutes:00}")}";
    }

    /// <summary>As Go's <c>Time.String</c> prints it: <c>2027-03-01 00:00:00 +0000 UTC</c>.</summary>
    public string Printed { get; }

    /// <summary>As it is written in JSON: <c>2027-03-01T00:00:00Z</c>.</summary>
    public string Rfc3339 { get; }

    /// <returns>Null when the text is not a timestamp.</returns>
    public static YamlTime? TryParse(string text)
    {
        if (
            text.Length < 8
            || text[4] != '-'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        )
            return null;
        var at = 5;
        if (
            Number(text, ref at, 1, 12) is not { } month
            || !Skip(text, ref at, '-')
            || Number(text, ref at, 1, DaysIn(year, month)) is not { } day
        )
            return null;
        var date = $"{year:0000}-{month:00}-{day:00}";
        if (at == text.Length)
            return new YamlTime(date, "00:00:00", "", 0);
        var hasZone = text[at] is 'T' or 't';
        if (!hasZone && text[at] != ' ')
            return null;
        at++;
        while (!hasZone && at < text.Length && text[at] == ' ')
            at++;
        if (
            Number(text, ref at, 0, 23) is not { } hour
            || !Skip(text, ref at, ':')
            || Number(text, ref at, 0, 59) is not { } minute
            || !Skip(text, ref at, ':')
            || Number(text, ref at, 0, 59) is not { } second
        )
            return null;
        var time = $"{hour:00}:{minute:00}:{second:00}";
        var fraction = Fraction(text, ref at);
        var offset = hasZone ? Zone(text, ref at) : 0;
        return offset is { } minutes && at == text.Length ? new YamlTime(date, time, fraction, minutes) : null;
    }

    private static int DaysIn(int year, int month) =>
        month switch
        {
            2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
            4 or 6 or 9 or 11 => 30,
            _ => 31,
        };

    // One or two digits.
    private static int? Number(string text, ref int at, int min, int max)
    {
        var value = 0;
        var start = at;
        while (at < text.Length && at < start + 2 && char.IsAsciiDigit(text[at]))
            value = value * 10 + (text[at++] - '0');
        return at > start && value >= min && value <= max ? value : null;
    }

    private static bool Skip(string text, ref int at, char letter)
    {
        if (at >= text.Length || text[at] != letter)
            return false;
        at++;
        return true;
    }

    // Any number of digits after a point or a comma, of which nine count; Go prints no zeros at the end.
    private static string Fraction(string text, ref int at)
    {
        if (at + 1 >= text.Length || text[at] is not ('.' or ',') || !char.IsAsciiDigit(text[at + 1]))
            return "";
        var start = ++at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        var digits = text[start..Math.Min(at, start + 9)].TrimEnd('0');
        return digits.Length == 0 ? "" : $".{digits}";
    }

    // Minutes east of UTC.
    private static int? Zone(string text, ref int at)
    {
        if (Skip(text, ref at, 'Z'))
            return 0;
        if (at + 6 != text.Length || text[at] is not ('+' or '-') || text[at + 3] != ':')
            return null;
        var sign = text[at++] == '-' ? -1 : 1;
        if (
            !int.TryParse(text.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text.AsSpan(at + 3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 24
            || minutes > 60
        )
            return null;
        at += 5;
        return sign * (hours * 60 + minutes);
    }
}
