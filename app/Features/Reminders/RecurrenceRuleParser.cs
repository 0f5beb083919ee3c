using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PmCrm.App.Features.Reminders;

/// <summary>
/// Reads <see cref="RecurrenceRule"/> from the text of RFC 5545; what it refuses, it names together with what is accepted.
/// </summary>
internal static class RecurrenceRuleParser
{
    private static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    /// <summary>Reads a rule such as <c>FREQ=MONTHLY;BYDAY=-1FR;COUNT=12</c>; false with the problem where it is not one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RecurrenceRule? rule, [NotNullWhen(false)] out string? problem)
    {
        rule = null;
        if (!TrySplit(text, out var parts, out problem) || !TryRead(parts, out var read, out problem))
        {
            return false;
        }

        problem = Contradiction(read);
        rule = problem is null ? read : null;
        return problem is null;
    }

    internal static string Format(WeekdayOfRule weekday) =>
        (weekday.Ordinal == 0 ? "" : weekday.Ordinal.ToString(CultureInfo.InvariantCulture)) + Weekdays[(int)weekday.Day];

    private static bool TrySplit(string text, out Dictionary<string, string> parts, [NotNullWhen(false)] out string? problem)
    {
        parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        problem = null;
        foreach (var part in text.Split(';'))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                problem = $"'{part}' is not NAME=VALUE.";
            }
            else if (!parts.TryAdd(part[..at], part[(at + 1)..].ToUpperInvariant()))
            {
                problem = $"{part[..at]} stands there twice.";
            }

            if (problem is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryRead(
        Dictionary<string, string> parts,
        [NotNullWhen(true)] out RecurrenceRule? rule,
        [NotNullWhen(false)] out string? problem
    )
    {
        rule = null;
        problem = null;
        if (!parts.Remove("FREQ", out var name) || Frequency(name) is not { } frequency)
        {
            problem = "FREQ is needed: DAILY, WEEKLY, MONTHLY or YEARLY.";
            return false;
        }

        var read = new RecurrenceRule { Frequency = frequency };
        foreach (var (key, value) in parts)
        {
            (read, problem) = key.ToUpperInvariant() switch
            {
                "INTERVAL" => Number(value) is { } interval
                    ? (read with { Interval = interval }, null)
                    : (read, $"INTERVAL is a number from 1 to {RecurrenceRule.Largest}."),
                "COUNT" => Number(value) is { } count
                    ? (read with { Count = count }, null)
                    : (read, $"COUNT is a number from 1 to {RecurrenceRule.Largest}."),
                "UNTIL" => RecurrenceEnd.Parse(value) is { } until
                    ? (read with { Until = until }, null)
                    : (read, "UNTIL is a day such as 20270131 or a moment such as 20270131T090000Z."),
                "BYDAY" => All(value, Weekday) is { } days
                    ? (read with { ByDay = days }, null)
                    : (
                        read,
                        "BYDAY is a list of MO, TU, WE, TH, FR, SA, SU, in a monthly rule with a place from -5 to 5, such as 1MO or -1FR."
                    ),
                "BYMONTHDAY" => All(value, MonthDay) is { } days
                    ? (read with { ByMonthDay = days }, (string?)null)
                    : (read, "BYMONTHDAY is a list of days from 1 to 31 or, from the month's end, -1 to -31."),
                _ => (read, $"{key} is not accepted; accepted: FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY."),
            };
            if (problem is not null)
            {
                return false;
            }
        }

        rule = read;
        return true;
    }

    private static string? Contradiction(RecurrenceRule rule) =>
        rule switch
        {
            { Count: not null, Until: not null } => "COUNT and UNTIL exclude each other.",
            { ByDay.Count: > 0, Frequency: not (RecurrenceFrequency.Weekly or RecurrenceFrequency.Monthly) } =>
                "BYDAY goes with FREQ=WEEKLY or FREQ=MONTHLY.",
            { ByMonthDay.Count: > 0, Frequency: not RecurrenceFrequency.Monthly } => "BYMONTHDAY goes with FREQ=MONTHLY.",
            { Frequency: RecurrenceFrequency.Weekly } when rule.ByDay.Any(day => day.Ordinal != 0) =>
                "A weekly BYDAY has no place in the month: MO, not 1MO.",
            _ => null,
        };

    private static RecurrenceFrequency? Frequency(string name) =>
        name switch
        {
            "DAILY" => RecurrenceFrequency.Daily,
            "WEEKLY" => RecurrenceFrequency.Weekly,
            "MONTHLY" => RecurrenceFrequency.Monthly,
            "YEARLY" => RecurrenceFrequency.Yearly,
            _ => null,
        };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= RecurrenceRule.Largest
            ? number
            : null;

    private static int? MonthDay(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var day)
        && day is (>= 1 and <= 31) or (>= -31 and <= -1)
            ? day
            : null;

    private static WeekdayOfRule? Weekday(string text)
    {
        var day = text.Length < 2 ? -1 : Array.IndexOf(Weekdays, text[^2..]);
        var place = 0;
        var read =
            text.Length <= 2
            || int.TryParse(text[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out place)
                && place is (>= 1 and <= 5) or (>= -5 and <= -1);
        return day >= 0 && read ? new WeekdayOfRule(place, (DayOfWeek)day) : null;
    }

    // All of a comma-separated list, or nothing where one of it cannot be read.
    private static List<T>? All<T>(string text, Func<string, T?> read)
        where T : struct
    {
        var all = new List<T>();
        foreach (var item in text.Split(','))
        {
            if (read(item) is not { } value)
            {
                return null;
            }

            all.Add(value);
        }

        return all;
    }
}
