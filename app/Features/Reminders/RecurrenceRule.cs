using System.Globalization;

namespace PmCrm.App.Features.Reminders;

/// <summary>How often a <see cref="RecurrenceRule"/> repeats.</summary>
internal enum RecurrenceFrequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A day of the week, in a monthly rule with its place in the month: 1 the first, -1 the last; 0 every one.</summary>
internal readonly record struct WeekdayOfRule(int Ordinal, DayOfWeek Day);

/// <summary>
/// The subset of RFC 5545's recurrence rules (section 3.3.10) that reminders take: FREQ=DAILY|WEEKLY|MONTHLY|YEARLY, INTERVAL,
/// COUNT or UNTIL, BYDAY (weekly: MO,FR; monthly: 1MO,-1FR) and BYMONTHDAY (monthly: 15,-1). Weeks begin on Monday, as the RFC has it.
/// </summary>
internal sealed record RecurrenceRule
{
    /// <summary>The largest INTERVAL and COUNT.</summary>
    public const int Largest = 999;

    public required RecurrenceFrequency Frequency { get; init; }

    public int Interval { get; init; } = 1;

    /// <summary>How many occurrences there are, the start among them; null: no such end.</summary>
    public int? Count { get; init; }

    /// <summary>No occurrence is later than this; null: no such end.</summary>
    public RecurrenceEnd? Until { get; init; }

    public IReadOnlyList<WeekdayOfRule> ByDay { get; init; } = [];

    /// <summary>1 to 31, or -1 (the last day of the month) to -31.</summary>
    public IReadOnlyList<int> ByMonthDay { get; init; } = [];

    /// <summary>
    /// Whether a series may begin at <paramref name="start"/>, in its own wall-clock time: the RFC leaves open what happens where
    /// the start is not an occurrence, so such a rule is refused.
    /// </summary>
    public bool CanStartAt(DateTime start) =>
        Frequency switch
        {
            RecurrenceFrequency.Weekly => ByDay.Count == 0 || ByDay.Any(day => day.Day == start.DayOfWeek),
            RecurrenceFrequency.Monthly => DaysOfMonth(start.Year, start.Month, start.Day).Contains(start.Day),
            _ => true,
        };

    /// <summary>
    /// The first occurrence later than <paramref name="after"/> of the series from <paramref name="start"/>; null: none is left.
    /// </summary>
    /// <param name="start">The first occurrence.</param>
    /// <param name="zone">The zone whose wall-clock time the series keeps: 09:00 stays 09:00 when its clocks change.</param>
    /// <param name="after">Where to look from.</param>
    public DateTimeOffset? NextAfter(DateTimeOffset start, TimeZoneInfo zone, DateTimeOffset after)
    {
        var number = 0;
        foreach (var local in WallClockTimes(TimeZoneInfo.ConvertTime(start, zone).DateTime))
        {
            var occurrence = AtWallClock(local, zone);
            if (++number > Count || Until?.IsBefore(occurrence, local) == true)
            {
                return null;
            }

            if (occurrence > after)
            {
                return occurrence;
            }
        }

        return null;
    }

    /// <summary>The rule as RFC 5545 writes it; reading that gives this rule again.</summary>
    public override string ToString()
    {
        List<string> parts = [$"FREQ={Frequency.ToString().ToUpperInvariant()}"];
        if (Interval != 1)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"INTERVAL={Interval}"));
        }

        if (Count is { } count)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"COUNT={count}"));
        }

        if (Until is { } until)
        {
            parts.Add($"UNTIL={until}");
        }

        if (ByDay.Count > 0)
        {
            parts.Add($"BYDAY={string.Join(',', ByDay.Select(RecurrenceRuleParser.Format))}");
        }

        if (ByMonthDay.Count > 0)
        {
            parts.Add($"BYMONTHDAY={string.Join(',', ByMonthDay.Select(day => day.ToString(CultureInfo.InvariantCulture)))}");
        }

        return string.Join(';', parts);
    }

    // In order, from the start, until the calendar's end; dates that do not exist (30 February) are passed over, as the RFC has it.
    private IEnumerable<DateTime> WallClockTimes(DateTime start) =>
        Frequency switch
        {
            RecurrenceFrequency.Daily => Steps(step => AddDays(start, (long)step * Interval)),
            RecurrenceFrequency.Weekly => Weekly(start),
            RecurrenceFrequency.Monthly => Monthly(start),
            _ => Yearly(start),
        };

    private IEnumerable<DateTime> Weekly(DateTime start)
    {
        var monday = AddDays(start, -DaysSinceMonday(start.DayOfWeek));
        int[] days =
            ByDay.Count == 0 ? [DaysSinceMonday(start.DayOfWeek)] : [.. ByDay.Select(day => DaysSinceMonday(day.Day)).Distinct().Order()];
        for (var week = 0; monday is { } first && AddDays(first, 7L * week * Interval) is { } begin; week++)
        {
            foreach (var day in days)
            {
                if (AddDays(begin, day) is { } occurrence && occurrence >= start)
                {
                    yield return occurrence;
                }
            }
        }
    }

    private IEnumerable<DateTime> Monthly(DateTime start)
    {
        for (var month = (start.Year * 12) + start.Month - 1; month < (DateTime.MaxValue.Year * 12) + 12; month += Interval)
        {
            foreach (var day in DaysOfMonth(month / 12, (month % 12) + 1, start.Day))
            {
                var occurrence = new DateTime(month / 12, (month % 12) + 1, day) + start.TimeOfDay;
                if (occurrence >= start)
                {
                    yield return occurrence;
                }
            }
        }
    }

    private IEnumerable<DateTime> Yearly(DateTime start)
    {
        for (var year = start.Year; year <= DateTime.MaxValue.Year; year += Interval)
        {
            if (start.Day <= DateTime.DaysInMonth(year, start.Month))
            {
                yield return new DateTime(year, start.Month, start.Day) + start.TimeOfDay;
            }
        }
    }

    private SortedSet<int> DaysOfMonth(int year, int month, int startDay)
    {
        var length = DateTime.DaysInMonth(year, month);
        if (ByDay.Count == 0 && ByMonthDay.Count == 0)
        {
            return startDay <= length ? [startDay] : [];
        }

        // With both, a day must satisfy both: BYDAY limits what BYMONTHDAY expands to.
        var days = new SortedSet<int>(
            ByMonthDay.Count == 0
                ? Enumerable.Range(1, length)
                : ByMonthDay.Select(day => day > 0 ? day : length + day + 1).Where(day => day >= 1 && day <= length)
        );
        if (ByDay.Count > 0)
        {
            days.RemoveWhere(day => !ByDay.Any(weekday => IsOn(weekday, new DateTime(year, month, day), length)));
        }

        return days;
    }

    private static bool IsOn(WeekdayOfRule weekday, DateTime date, int lengthOfMonth) =>
        date.DayOfWeek == weekday.Day
        && weekday.Ordinal switch
        {
            0 => true,
            > 0 => ((date.Day - 1) / 7) + 1 == weekday.Ordinal,
            _ => -(((lengthOfMonth - date.Day) / 7) + 1) == weekday.Ordinal,
        };

    private static IEnumerable<DateTime> Steps(Func<int, DateTime?> at)
    {
        for (var step = 0; at(step) is { } time; step++)
        {
            yield return time;
        }
    }

    private static DateTime? AddDays(DateTime time, long days) =>
        days > (DateTime.MaxValue - time).TotalDays || days < -(time - DateTime.MinValue).TotalDays ? null : time.AddDays(days);

    private static int DaysSinceMonday(DayOfWeek day) => ((int)day + 6) % 7;

    // RFC 5545, 3.3.5: a time that the clocks skip is read with the offset from before the gap, one they repeat is the first of the two.
    private static DateTimeOffset AtWallClock(DateTime local, TimeZoneInfo zone)
    {
        var offset =
            zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1))
            : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
