using System.Globalization;

namespace PmCrm.App.Features.Calendar;

/// <summary>
/// A time zone in iCalendar (RFC 5545, 3.6.5): each clock change from the first event until some years ahead is an observance of its own.
/// Rules would be shorter, but .NET provides the changes exactly.
/// </summary>
internal static class CalendarZone
{
    private const string LocalTime = "yyyyMMdd'T'HHmmss";

    /// <param name="from">A time before the first event.</param>
    /// <param name="until">The end of the written changes; a calendar program reads the feed again long before.</param>
    public static void Write(CalendarLines lines, TimeZoneInfo zone, DateTime from, DateTime until)
    {
        lines.Add("BEGIN", "VTIMEZONE");
        lines.Add("TZID", zone.Id);
        var start = new DateTimeOffset(from, TimeSpan.Zero);
        var before = zone.GetUtcOffset(start);
        Observance(lines, zone, start, before, before);
        for (var day = start; day < until; )
        {
            var next = day.AddDays(1);
            if (zone.GetUtcOffset(next) == zone.GetUtcOffset(day))
            {
                day = next;
                continue;
            }
            var change = Change(zone, day, next);
            Observance(lines, zone, change, zone.GetUtcOffset(change.AddSeconds(-1)), zone.GetUtcOffset(change));
            day = change;
        }
        lines.Add("END", "VTIMEZONE");
    }

    /// <summary>The first second with the new offset.</summary>
    private static DateTimeOffset Change(TimeZoneInfo zone, DateTimeOffset low, DateTimeOffset high)
    {
        var old = zone.GetUtcOffset(low);
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + TimeSpan.FromSeconds(Math.Floor((high - low).TotalSeconds / 2));
            if (zone.GetUtcOffset(middle) == old)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>DTSTART is the wall-clock time before the change (3.6.5).</summary>
    private static void Observance(CalendarLines lines, TimeZoneInfo zone, DateTimeOffset at, TimeSpan before, TimeSpan after)
    {
        var kind = zone.IsDaylightSavingTime(at) ? "DAYLIGHT" : "STANDARD";
        lines.Add("BEGIN", kind);
        lines.Add("DTSTART", (at.UtcDateTime + before).ToString(LocalTime, CultureInfo.InvariantCulture));
        lines.Add("TZOFFSETFROM", Offset(before));
        lines.Add("TZOFFSETTO", Offset(after));
        lines.Add("END", kind);
    }

    private static string Offset(TimeSpan offset) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hhmm}{(offset.Seconds == 0 ? "" : $"{Math.Abs(offset.Seconds):00}")}"
        );
}
