namespace PmCrm.App.Features.Contacts;

/// <summary>A day that comes every year, such as a birthday.</summary>
public readonly record struct YearlyDay(int Month, int Day)
{
    /// <summary>
    /// The first of its days on or after a day. 29 February is on 1 March in other years.
    /// </summary>
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
