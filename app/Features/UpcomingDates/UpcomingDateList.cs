using System.Globalization;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.UpcomingDates;

/// <summary>
/// The upcoming dates of contacts, by day, name and id. Only the dates of one page are kept in memory, and only contacts with dates are
/// read.
/// </summary>
public sealed class UpcomingDateList(Database db, TimeProvider clock)
{
    private const string Order = "upcoming-dates";
    private const string DayFormat = "yyyy-MM-dd";
    private const int February = 2;
    private const int March = 3;

    /// <param name="days">The window: from today until this number of days ahead, inclusive.</param>
    /// <param name="kind">Only dates of this kind; null for all.</param>
    /// <param name="after">From <see cref="TryReadCursor"/>.</param>
    public async Task<Page<UpcomingDate>> Page(
        Guid owner,
        int days,
        ContactDateKind? kind,
        UpcomingDate? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var today = await Today(owner, cancellationToken);
        var last = today.AddDays(days);
        var best = new List<UpcomingDate>();
        await foreach (var contact in Contacts(owner, Months(today, last), cancellationToken))
        {
            best.AddRange(
                contact
                    .Within(today, last)
                    .Where(date => (kind is null || date.Kind == kind) && (after is null || Compare(date, after) > 0))
            );
            // One more than the page needs, to detect whether there is a next page.
            if (best.Count >= 4 * (limit + 1))
                Keep(best, limit + 1);
        }
        Keep(best, limit + 1);
        return Http.Page.Of(best, limit, date => new Cursor(Order, Key(date), date.ContactId));
    }

    /// <summary>Parses the position after which a page starts. It has only those values of the date that identify it.</summary>
    public static bool TryReadCursor(string text, out UpcomingDate? after)
    {
        after = null;
        if (
            !Cursor.TryParse(text, Order, out var cursor)
            || cursor.Key?.Split(' ', 3) is not [var day, var place, var name]
            || !DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            || !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
            return false;
        after = new UpcomingDate
        {
            ContactId = cursor.Id,
            ContactName = name,
            Kind = default,
            Date = "",
            On = on,
            DaysAhead = 0,
            Place = number,
        };
        return true;
    }

    private static string Key(UpcomingDate date) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{date.On.ToString(DayFormat, CultureInfo.InvariantCulture)} {date.Place} {date.ContactName}"
        );

    private static int Compare(UpcomingDate one, UpcomingDate other) =>
        one.On != other.On ? one.On.CompareTo(other.On)
        : string.CompareOrdinal(one.ContactName, other.ContactName) is var byName and not 0 ? byName
        : one.ContactId != other.ContactId ? one.ContactId.CompareTo(other.ContactId)
        : one.Place.CompareTo(other.Place);

    private static void Keep(List<UpcomingDate> dates, int count)
    {
        dates.Sort(Compare);
        if (dates.Count > count)
            dates.RemoveRange(count, dates.Count - count);
    }

    private async Task<DateOnly> Today(Guid owner, CancellationToken cancellationToken)
    {
        var zone = await AccountTimeZone.Find(db, owner, cancellationToken);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
    }

    /// <summary>The months in which a birthday in the window can be.</summary>
    private static int[] Months(DateOnly from, DateOnly to)
    {
        var months = new HashSet<int>();
        for (var day = new DateOnly(from.Year, from.Month, 1); day <= to && months.Count < 12; day = day.AddMonths(1))
            months.Add(day.Month);
        if (months.Contains(March))
            months.Add(February);
        return [.. months];
    }

    private IAsyncEnumerable<ContactWithDates> Contacts(Guid owner, int[] months, CancellationToken cancellationToken) =>
        db.Stream(
            $"""
            select c.id, c.name, c.birthday, (c.details -> 'dates')::text from contacts c
            where c.owner_id = {owner} and c.deleted_at is null and {ContactBirthday.HasDates}
                and (extract(month from c.birthday)::int = any({months}) or c.details ? 'dates')
            """,
            row => new ContactWithDates(
                row.GetGuid(0),
                row.GetString(1),
                row.Date(2),
                row.Text(3) is { } json ? JsonSerializer.Deserialize(json, ContactDetailsJson.Default.IReadOnlyListContactDate)! : []
            ),
            cancellationToken
        );

    private sealed record ContactWithDates(Guid Id, string Name, DateOnly? Birthday, IReadOnlyList<ContactDate> Dates)
    {
        public IEnumerable<UpcomingDate> Within(DateOnly first, DateOnly last)
        {
            var birthday = Birthday is { } born
                ? [new ContactDate { Kind = ContactDateKind.Birthday, Date = born.ToString(DayFormat, CultureInfo.InvariantCulture) }]
                : Array.Empty<ContactDate>();
            var place = 0;
            foreach (var date in birthday.Concat(Dates))
            {
                place++;
                if (PartialDate.Parse(date.Date) is not { Month: { } month, Day: { } day } known)
                    continue;
                // A date in the future does not occur before its first time.
                var on = new YearlyDay(month, day).NextOn(known.Date is { } begins && begins > first ? begins : first);
                if (on > last)
                    continue;
                yield return new UpcomingDate
                {
                    ContactId = Id,
                    ContactName = Name,
                    Kind = date.Kind,
                    Label = date.Label,
                    Date = date.Date,
                    On = on,
                    DaysAhead = on.DayNumber - first.DayNumber,
                    Years = on.Year - known.Year,
                    Place = place,
                };
            }
        }
    }
}
