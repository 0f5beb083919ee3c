namespace PmCrm.App.Features.Contacts;

/// <summary>A day that recurs every year, such as a birthday.</summary>
public readonly record struct YearlyDay(int Month, int Day)
{
    /// <summary>The days that occur on a date: its own, and on 1 March of a year without 29 February that day too.</summary>
    public static IEnumerable<YearlyDay> On(DateOnly date)
    {
        if (date is { Month: 3, Day: 1 } && !DateTime.IsLeapYear(date.Year))
            yield return new(2, 29);
        yield return new(date.Month, date.Day);
    }

    /// <summary>Its first occurrence on or after a day. 29 February is 1 March in years that are not leap years.</summary>
    public DateOnly NextOn(DateOnly from)
    {
        for (var year = from.Year; ; year++)
        {
            var next =
                Day <= DateTime.DaysInMonth(year, Month) ? new DateOnly(year, Month, Day) : new DateOnly(year, Month, 1).AddMonths(1);
            if (next >= from)
                return next;
        }
    }
}
