using System.Globalization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>How often a <see cref="RecurrenceRule"/> repeats.</summary>
internal enum RecurrenceFrequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A day of the week and its place in the month or year: 1 the first, -1 the last; 0 every one.</summary>
internal readonly record struct WeekdayOfRule(int Ordinal, DayOfWeek Day);

/// <summary>
/// A recurrence rule of RFC 5545, section 3.3.10, that repeats daily or less often. The time of day is that of the start, so BYHOUR,
/// BYMINUTE and BYSECOND are not taken. <see cref="RecurrenceDates"/> finds the days; here they become moments and end.
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

    /// <summary>Which of the days in each period are meant: 1 the first, -1 the last; none: all of them.</summary>
    public IReadOnlyList<int> BySetPosition { get; init; } = [];

    /// <summary>Whether any part tells on which days the rule falls.</summary>
    public bool HasDays => ByMonth.Count + ByWeekNumber.Count + ByYearDay.Count + ByMonthDay.Count + ByDay.Count > 0;

    /// <summary>
    /// Whether a series may begin at <paramref name="start"/>, in its own wall-clock time: RFC 5545, 3.8.5.3, leaves open what happens
    /// where the start is not an occurrence, so such a rule is refused.
    /// </summary>
    public bool CanStartAt(DateTime start) => new RecurrenceDates(this, DateOnly.FromDateTime(start)).HasStart;

    /// <summary>
    /// The first occurrence later than <paramref name="after"/> of the series from <paramref name="start"/>; null: none is left.
    /// </summary>
    /// <param name="start">The first occurrence.</param>
    /// <param name="zone">The zone whose wall-clock time the series keeps: 09:00 stays 09:00 when its clocks change.</param>
    /// <param name="after">Where to look from.</param>
    public DateTimeOffset? NextAfter(DateTimeOffset start, TimeZoneInfo zone, DateTimeOffset after)
    {
        var number = 0;
        var last = DateTimeOffset.MinValue;
        var first = TimeZoneInfo.ConvertTime(start, zone).DateTime;
        foreach (var date in new RecurrenceDates(this, DateOnly.FromDateTime(first)).All())
        {
            var local = date.ToDateTime(TimeOnly.FromDateTime(first));
            // A start that the clocks show twice may be the second of the two.
            var occurrence = local == first ? start : TimeZones.ToMoment(local, zone, out _);
            // A day that a zone left out (Apia's 30 December 2011) is read as the next day: one occurrence, not two.
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

    /// <summary>The rule as RFC 5545 writes it; reading that gives this rule again.</summary>
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
