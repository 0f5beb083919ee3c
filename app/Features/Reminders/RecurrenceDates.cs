namespace PmCrm.App.Features.Reminders;

/// <summary>
/// The days of a series. RFC 5545 defines for each part of a rule whether it expands or limits a period's days (the table in section
/// 3.3.10). Both have the same effect here: a day of the period belongs to the series if every part of the rule accepts it.
/// </summary>
internal sealed class RecurrenceDates(RecurrenceRule rule, DateOnly start)
{
    /// <summary>Before the end of the calendar, so that no offset or week exceeds it.</summary>
    private const int LastYear = 9998;

    /// <summary>28 December is always in the last week of its year, whatever the first day of the week.</summary>
    private const int DayOfLastWeek = 28;

    /// <summary>Whether the start is a day of the series.</summary>
    public bool HasStart => Periods().Take(1).SelectMany(Days).Contains(start);

    /// <summary>
    /// The days in order, from the start to the end of the calendar. Days that do not exist (30 February) are skipped, as the RFC requires.
    /// </summary>
    public IEnumerable<DateOnly> All() => Periods().SelectMany(Days).Where(day => day >= start);

    /// <summary>The first and last day of each period of the rule, starting with the period of the start.</summary>
    private IEnumerable<(DateOnly First, DateOnly Last)> Periods()
    {
        var week = StartOfWeek(start);
        var year = rule.ByWeekNumber.Count > 0 ? WeekYear(start) : start.Year;
        for (var step = 0; ; step += rule.Interval)
        {
            var (first, length) = rule.Frequency switch
            {
                RecurrenceFrequency.Daily => (Day(start.DayNumber + step), 1),
                RecurrenceFrequency.Weekly => (Day(week.DayNumber + (7L * step)), 7),
                RecurrenceFrequency.Monthly => Month((start.Year * 12) + start.Month - 1 + step),
                _ => Year(year + step),
            };
            if (first is not { } begin)
                yield break;
            yield return (begin, begin.AddDays(length - 1));
        }
    }

    private static DateOnly? Day(long number) =>
        number < new DateOnly(LastYear, 12, 24).DayNumber ? DateOnly.FromDayNumber((int)number) : null;

    private static (DateOnly? First, int Length) Month(int month) =>
        month / 12 >= LastYear
            ? (null, 0)
            : (new DateOnly(month / 12, (month % 12) + 1, 1), DateTime.DaysInMonth(month / 12, (month % 12) + 1));

    private (DateOnly? First, int Length) Year(int year)
    {
        if (year >= LastYear)
            return (null, 0);
        if (rule.ByWeekNumber.Count == 0)
            return (new DateOnly(year, 1, 1), DateTime.IsLeapYear(year) ? 366 : 365);
        // A year of weeks starts in the last days of the previous year or in the first days of its own.
        var first = StartOfWeek(new DateOnly(year - 1, 12, DayOfLastWeek)).AddDays(7);
        return (first, 7 * WeekNumber(new DateOnly(year, 12, DayOfLastWeek)));
    }

    private IEnumerable<DateOnly> Days((DateOnly First, DateOnly Last) period)
    {
        var days = new List<DateOnly>();
        for (var day = period.First; day <= period.Last; day = day.AddDays(1))
            if (IsMeant(day))
                days.Add(day);
        if (rule.BySetPosition.Count == 0)
            return days;
        return rule
            .BySetPosition.Select(position => position > 0 ? position - 1 : days.Count + position)
            .Where(index => index >= 0 && index < days.Count)
            .Distinct()
            .Order()
            .Select(index => days[index]);
    }

    private bool IsMeant(DateOnly day)
    {
        var lengthOfMonth = DateTime.DaysInMonth(day.Year, day.Month);
        var lengthOfYear = DateTime.IsLeapYear(day.Year) ? 366 : 365;
        return Takes(rule.ByMonth, day.Month, 0)
            && Takes(rule.ByYearDay, day.DayOfYear, lengthOfYear)
            && Takes(rule.ByMonthDay, day.Day, lengthOfMonth)
            && (
                rule.ByWeekNumber.Count == 0
                || Takes(rule.ByWeekNumber, WeekNumber(day), WeekNumber(new DateOnly(WeekYear(day), 12, DayOfLastWeek)))
            )
            && (rule.ByDay.Count == 0 ? IsImplied(day) : rule.ByDay.Any(weekday => IsOn(weekday, day, lengthOfMonth, lengthOfYear)));
    }

    /// <summary>
    /// Whether a list of numbers is absent or contains this one, counted from the start (1) or the end (-1) of the period.
    /// </summary>
    private static bool Takes(IReadOnlyList<int> numbers, int number, int length) =>
        numbers.Count == 0 || numbers.Contains(number) || (length > 0 && numbers.Contains(number - length - 1));

    /// <summary>Parts that the rule does not have are taken from the start (RFC 5545, 3.3.10).</summary>
    private bool IsImplied(DateOnly day) =>
        rule.Frequency switch
        {
            RecurrenceFrequency.Daily => true,
            RecurrenceFrequency.Weekly => day.DayOfWeek == start.DayOfWeek,
            _ when rule.ByMonthDay.Count + rule.ByYearDay.Count > 0 => true,
            _ when rule.ByWeekNumber.Count > 0 => day.DayOfWeek == start.DayOfWeek,
            RecurrenceFrequency.Monthly => day.Day == start.Day,
            _ => day.Day == start.Day && (rule.ByMonth.Count > 0 || day.Month == start.Month),
        };

    /// <summary>The ordinal counts within the month; in a yearly rule without BYMONTH, within the year.</summary>
    private bool IsOn(WeekdayOfRule weekday, DateOnly day, int lengthOfMonth, int lengthOfYear)
    {
        if (day.DayOfWeek != weekday.Day || weekday.Ordinal == 0)
            return day.DayOfWeek == weekday.Day;
        var (number, length) =
            rule.Frequency == RecurrenceFrequency.Yearly && rule.ByMonth.Count == 0
                ? (day.DayOfYear, lengthOfYear)
                : (day.Day, lengthOfMonth);
        return weekday.Ordinal == ((number - 1) / 7) + 1 || weekday.Ordinal == -(((length - number) / 7) + 1);
    }

    private DateOnly StartOfWeek(DateOnly day) => day.AddDays(-((day.DayOfWeek - rule.WeekStart + 7) % 7));

    // Week 1 is the first with four days of its year (RFC 5545, BYWEEKNO), so a week belongs to the year of its fourth day.
    private int WeekYear(DateOnly day) => StartOfWeek(day).AddDays(3).Year;

    private int WeekNumber(DateOnly day) => ((StartOfWeek(day).AddDays(3).DayOfYear - 1) / 7) + 1;
}
