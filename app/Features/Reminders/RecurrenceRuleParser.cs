using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PmCrm.App.Features.Reminders;

/// <summary>
/// Parses a <see cref="RecurrenceRule"/> in RFC 5545's format. The error message names the refused part and what is accepted.
/// </summary>
internal static class RecurrenceRuleParser
{
    private const string Accepted = "FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS and WKST";

    private static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    /// <summary>Parses a rule such as <c>FREQ=MONTHLY;BYDAY=-1FR;COUNT=12</c>; false with the problem if it is not valid.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RecurrenceRule? rule, [NotNullWhen(false)] out string? problem)
    {
        rule = null;
        if (!TrySplit(text, out var parts, out problem) || !TryRead(parts, out var read, out problem))
            return false;
        problem = Contradiction(read);
        rule = problem is null ? read : null;
        return problem is null;
    }

    internal static string Format(WeekdayOfRule weekday) =>
        (weekday.Ordinal == 0 ? "" : weekday.Ordinal.ToString(CultureInfo.InvariantCulture)) + Weekdays[(int)weekday.Day];

    private static bool TrySplit(string text, out Dictionary<string, string> parts, [NotNullWhen(false)] out string? problem)
    {
        parts = new Dictionary<string, string>(StringComparer.Ordinal);
        problem = null;
        foreach (var part in text.ToUpperInvariant().Split(';'))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                problem = $"'{part}' is not NAME=VALUE.";
            else if (part.StartsWith("RRULE:", StringComparison.Ordinal))
                problem = "The rule must start with FREQ, without the property name RRULE.";
            else if (!parts.TryAdd(part[..at], part[(at + 1)..]))
                problem = $"{part[..at]} occurs twice.";
            if (problem is not null)
                return false;
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
            problem = "FREQ is required: DAILY, WEEKLY, MONTHLY or YEARLY.";
            return false;
        }
        var read = new RecurrenceRule { Frequency = frequency };
        foreach (var (key, value) in parts)
        {
            if (Read(read, key, value) is not { } next)
            {
                problem = Refusal(key);
                return false;
            }
            read = next;
        }
        rule = read;
        return true;
    }

    /// <returns>The rule with one more part; null if the part is not valid.</returns>
    private static RecurrenceRule? Read(RecurrenceRule rule, string key, string value) =>
        key switch
        {
            "INTERVAL" => Number(value) is { } interval ? rule with { Interval = interval } : null,
            "COUNT" => Number(value) is { } count ? rule with { Count = count } : null,
            "UNTIL" => RecurrenceEnd.Parse(value) is { } until ? rule with { Until = until } : null,
            "WKST" => Weekday(value) is { Ordinal: 0 } first ? rule with { WeekStart = first.Day } : null,
            "BYMONTH" => All(value, month => Number(month, 12, fromEnd: false)) is { } months ? rule with { ByMonth = months } : null,
            "BYWEEKNO" => All(value, week => Number(week, 53)) is { } weeks ? rule with { ByWeekNumber = weeks } : null,
            "BYYEARDAY" => All(value, day => Number(day, 366)) is { } days ? rule with { ByYearDay = days } : null,
            "BYMONTHDAY" => All(value, day => Number(day, 31)) is { } days ? rule with { ByMonthDay = days } : null,
            "BYDAY" => All(value, Weekday) is { } days ? rule with { ByDay = days } : null,
            "BYSETPOS" => All(value, position => Number(position, 366)) is { } positions ? rule with { BySetPosition = positions } : null,
            _ => null,
        };

    private static string Refusal(string key) =>
        key switch
        {
            "INTERVAL" or "COUNT" => $"{key} is a number from 1 to {RecurrenceRule.Largest}.",
            "UNTIL" => "UNTIL is a day such as 20270131, a moment such as 20270131T090000Z, "
                + "or a time in the reminder's zone such as 20270131T090000.",
            "WKST" => "WKST is one of MO, TU, WE, TH, FR, SA, SU.",
            "BYMONTH" => "BYMONTH is a list of months from 1 to 12.",
            "BYWEEKNO" => "BYWEEKNO is a list of weeks from 1 to 53 or, from the year's end, -1 to -53.",
            "BYYEARDAY" => "BYYEARDAY is a list of days from 1 to 366 or, from the year's end, -1 to -366.",
            "BYMONTHDAY" => "BYMONTHDAY is a list of days from 1 to 31 or, from the month's end, -1 to -31.",
            "BYDAY" =>
                "BYDAY is a list of MO, TU, WE, TH, FR, SA, SU; in a monthly or yearly rule each may have an ordinal, such as 1MO or -1FR.",
            "BYSETPOS" => "BYSETPOS is a list of positions from 1 to 366 or, from the end, -1 to -366.",
            "BYHOUR" or "BYMINUTE" or "BYSECOND" =>
                $"{key} is not accepted: the time of day is that of startsAt, and a reminder comes at most once a day.",
            _ => $"{key} is not accepted; accepted: {Accepted}.",
        };

    /// <summary>Combinations that RFC 5545 forbids, and two that programs interpret in different ways.</summary>
    private static string? Contradiction(RecurrenceRule rule)
    {
        var isYearly = rule.Frequency == RecurrenceFrequency.Yearly;
        var isMonthly = rule.Frequency == RecurrenceFrequency.Monthly;
        var hasPlaces = rule.ByDay.Any(day => day.Ordinal != 0);
        var largestPlace = isYearly && rule.ByMonth.Count == 0 ? 53 : 5;
        if (rule is { Count: not null, Until: not null })
            return "COUNT and UNTIL must not be used together.";
        if (!isYearly && rule.ByWeekNumber.Count > 0)
            return "BYWEEKNO requires FREQ=YEARLY.";
        if (!isYearly && rule.ByYearDay.Count > 0)
            return "BYYEARDAY requires FREQ=YEARLY.";
        if (rule.Frequency == RecurrenceFrequency.Weekly && rule.ByMonthDay.Count > 0)
            return "BYMONTHDAY must not be used with FREQ=WEEKLY.";
        if (isYearly && rule.ByMonthDay.Count > 0 && rule.ByMonth.Count == 0)
            return "BYMONTHDAY in a yearly rule requires BYMONTH: without it, some programs use every month, others that of the start.";
        if (hasPlaces && !isMonthly && !isYearly)
            return "BYDAY can have an ordinal only in a monthly or yearly rule: MO, not 1MO.";
        if (hasPlaces && rule.ByWeekNumber.Count > 0)
            return "BYDAY must not have an ordinal together with BYWEEKNO: MO, not 1MO.";
        if (rule.ByDay.Any(day => Math.Abs(day.Ordinal) > largestPlace))
            return $"An ordinal of BYDAY is from -{largestPlace} to {largestPlace} in this rule.";
        return rule.BySetPosition.Count > 0 && !rule.HasDays
            ? "BYSETPOS requires another part that lists days, such as BYDAY=MO,TU,WE,TH,FR."
            : null;
    }

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

    private static int? Number(string text, int largest, bool fromEnd = true) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number != 0
        && number <= largest
        && number >= (fromEnd ? -largest : 1)
            ? number
            : null;

    private static WeekdayOfRule? Weekday(string text)
    {
        var day = text.Length < 2 ? -1 : Array.IndexOf(Weekdays, text[^2..]);
        if (day < 0)
            return null;
        if (text.Length == 2)
            return new WeekdayOfRule(0, (DayOfWeek)day);
        return Number(text[..^2], 53) is { } place ? new WeekdayOfRule(place, (DayOfWeek)day) : null;
    }

    // The whole comma-separated list, or null if one element is not valid.
    private static List<T>? All<T>(string text, Func<string, T?> read)
        where T : struct
    {
        var all = new List<T>();
        foreach (var item in text.Split(','))
        {
            if (read(item) is not { } value)
                return null;
            all.Add(value);
        }
        return all;
    }
}
