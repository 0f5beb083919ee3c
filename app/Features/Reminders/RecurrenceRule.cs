using System.Globalization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>The frequency of a <see cref="RecurrenceRule"/>.</summary>
internal enum RecurrenceFrequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A weekday and its ordinal in the month or year: 1 is the first, -1 the last, 0 means every one.</summary>
internal readonly record struct WeekdayOfRule(int Ordinal, DayOfWeek Day);

/// <summary>
/// A recurrence rule of RFC 5545, section 3.3.10, that repeats daily or less often. The time of day is the start's, so BYHOUR, BYMINUTE and
/// BYSECOND are not accepted. <see cref="RecurrenceDates"/> finds the days; this type converts them to moments and applies the end.
/// </summary>
internal sealed record RecurrenceRule
{
    /// <summary>Maximum of INTERVAL and COUNT.</summary>
    public const int Largest = 999;

    public required RecurrenceFrequency Frequency { get; init; }

    public int Interval { get; init; } = 1;

    /// <summary>Number of occurrences, including the start; null for no limit.</summary>
    public int? Count { get; init; }

    /// <summary>No occurrence is later than this; null for no limit.</summary>
    public RecurrenceEnd? Until { get; init; }

    /// <summary>WKST: the first day of a week.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>1 to 12.</summary>
    public IReadOnlyList<int> ByMonth { get; init; } = [];

    /// <summary>1 to 53, or -1 (the last week of the year) to -53.</summary>
    public IReadOnlyList<int> ByWeekNumber { get; init; } = [];

    /// <summary>1 to 366, or -1 (the last day of the year) to -366.</summary>
    public IReadOnlyList<int> ByYearDay { get; init; } = [];

    /// <summary>1 to 31, or -1 (the last day of the month) to -31.</summary>
    public IReadOnlyList<int> ByMonthDay { get; init; } = [];

    public IReadOnlyList<WeekdayOfRule> ByDay { get; init; } = [];

    /// <summary>Which days of each period are selected: 1 is the first, -1 the last; empty selects all.</summary>
    public IReadOnlyList<int> BySetPosition { get; init; } = [];

    /// <summary>Whether any part of the rule selects days.</summary>
    public bool HasDays => ByMonth.Count + ByWeekNumber.Count + ByYearDay.Count + ByMonthDay.Count + ByDay.Count > 0;

    /// <summary>
    /// Whether a series may start at <paramref name="start"/>, a local time. RFC 5545, 3.8.5.3, does not define what happens if the start
    /// is not an occurrence, so such a rule is refused.
    /// </summary>
    public bool CanStartAt(DateTime start) => new RecurrenceDates(this, DateOnly.FromDateTime(start)).HasStart;

    /// <summary>
    /// The first occurrence after <paramref name="after"/> of the series from <paramref name="start"/>; null if none is left.
    /// </summary>
    /// <param name="start">The first occurrence.</param>
    /// <param name="zone">The zone of the series' local time: 09:00 stays 09:00 when its clocks change.</param>
    /// <param name="after">Only later occurrences count.</param>
    public DateTimeOffset? NextAfter(DateTimeOffset start, TimeZoneInfo zone, DateTimeOffset after)
    {
        var number = 0;
        var last = DateTimeOffset.MinValue;
        var first = TimeZoneInfo.ConvertTime(start, zone).DateTime;
        foreach (var date in new RecurrenceDates(this, DateOnly.FromDateTime(first)).All())
        {
            var local = date.ToDateTime(TimeOnly.FromDateTime(first));
            // If the start's local time occurs twice, the start may be the second one.
            var occurrence = local == first ? start : TimeZones.ToMoment(local, zone, out _);
            // A day that a zone skipped (Apia's 30 December 2011) is read as the next day: that is one occurrence, not two.
            if (occurrence <= last)
                continue;
            last = occurrence;
            if (++number > Count || Until?.IsBefore(occurrence, local) == true)
                return null;
            if (occurrence > after)
                return occurrence;
        }
        return null;
    }

    /// <summary>The rule in RFC 5545's format; parsing it gives this rule again.</summary>
    public override string ToString()
    {
        List<string> parts = [$"FREQ={Frequency.ToString().ToUpperInvariant()}"];
        if (Interval != 1)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"INTERVAL={Interval}"));
        if (Count is { } count)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"COUNT={count}"));
        if (Until is { } until)
            parts.Add($"UNTIL={until}");
        Add("BYMONTH", ByMonth);
        Add("BYWEEKNO", ByWeekNumber);
        Add("BYYEARDAY", ByYearDay);
        Add("BYMONTHDAY", ByMonthDay);
        if (ByDay.Count > 0)
            parts.Add($"BYDAY={string.Join(',', ByDay.Select(RecurrenceRuleParser.Format))}");
        Add("BYSETPOS", BySetPosition);
        if (WeekStart != DayOfWeek.Monday)
            parts.Add($"WKST={RecurrenceRuleParser.Format(new WeekdayOfRule(0, WeekStart))}");
        return string.Join(';', parts);

        void Add(string name, IReadOnlyList<int> numbers)
        {
            if (numbers.Count > 0)
                parts.Add($"{name}={string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}");
        }
    }
}
