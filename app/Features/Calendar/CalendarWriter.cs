using System.Globalization;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Calendar;

/// <summary>A reminder in the calendar.</summary>
/// <param name="Contact">The name of the contact that it is about; null for none.</param>
internal sealed record CalendarReminder(
    Guid Id,
    string Title,
    string? Contact,
    DateTimeOffset StartsAt,
    string TimeZone,
    string? Rrule,
    DateTimeOffset UpdatedAt
);

/// <summary>A contact's birthday in the calendar.</summary>
internal sealed record CalendarBirthday(Guid Contact, string Name, DateOnly Date, DateTimeOffset UpdatedAt)
{
    /// <summary>An event needs a year. If that of the birth is unknown, it is this one: past, and a leap year.</summary>
    public const int YearOfUnknown = 2000;
}

/// <summary>
/// Writes an iCalendar file (RFC 5545). It contains titles, names and times but no notes, since the operator of the calendar program can
/// read it too. The same content gives the same bytes, from which the ETag is computed.
/// </summary>
internal static class CalendarWriter
{
    /// <summary>Number of future years for which clock changes are written.</summary>
    private const int YearsAhead = 6;

    private const string LocalTime = "yyyyMMdd'T'HHmmss";
    private const string Moment = "yyyyMMdd'T'HHmmss'Z'";
    private const string Day = "yyyyMMdd";

    public static string Write(IReadOnlyList<CalendarReminder> reminders, IReadOnlyList<CalendarBirthday> birthdays, DateTimeOffset now)
    {
        var lines = new CalendarLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//pmcrm.io//Personal CRM//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        lines.Add("METHOD", "PUBLISH");
        // RFC 7986, 5.1 and 5.7, and the property that older programs read.
        lines.Add("NAME", "Personal CRM");
        lines.Add("X-WR-CALNAME", "Personal CRM");
        lines.Add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        var zones = reminders
            .GroupBy(reminder => reminder.TimeZone, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var zone in zones)
            if (Find(zone.Key) is { } found)
                CalendarZone.Write(
                    lines,
                    found,
                    zone.Min(reminder => reminder.StartsAt).UtcDateTime.Date.AddDays(-2),
                    new DateTime(now.Year + YearsAhead, 1, 1, 0, 0, 0, DateTimeKind.Utc)
                );
        foreach (var reminder in reminders)
            Write(lines, reminder);
        foreach (var birthday in birthdays)
            Write(lines, birthday);
        lines.Add("END", "VCALENDAR");
        return lines.ToString();
    }

    private static void Write(CalendarLines lines, CalendarReminder reminder)
    {
        Begin(lines, reminder.Id, "reminder", reminder.UpdatedAt);
        if (Find(reminder.TimeZone) is { } zone)
        {
            var local = TimeZoneInfo.ConvertTime(reminder.StartsAt, zone);
            lines.Add($"DTSTART;TZID={zone.Id}", local.ToString(LocalTime, CultureInfo.InvariantCulture));
            if (reminder.Rrule is not null)
                lines.Add("RRULE", Rule(reminder.Rrule, zone));
        }
        else
        {
            // UTC has no VTIMEZONE. If this machine no longer knows the zone, the reminder has no series either and is not delivered.
            lines.Add("DTSTART", reminder.StartsAt.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture));
            if (reminder.Rrule is not null && reminder.TimeZone == "UTC")
                lines.Add("RRULE", Rule(reminder.Rrule, TimeZoneInfo.Utc));
        }
        lines.Add("DURATION", "PT15M");
        lines.AddText("SUMMARY", reminder.Contact is { } name ? $"{reminder.Title} ({name})" : reminder.Title);
        lines.Add("END", "VEVENT");
    }

    private static void Write(CalendarLines lines, CalendarBirthday birthday)
    {
        Begin(lines, birthday.Contact, "birthday", birthday.UpdatedAt);
        lines.Add("DTSTART;VALUE=DATE", birthday.Date.ToString(Day, CultureInfo.InvariantCulture));
        // A date that a year does not have is skipped (3.3.10), so 29 February becomes the last day of the month.
        lines.Add("RRULE", birthday.Date is { Month: 2, Day: 29 } ? "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" : "FREQ=YEARLY");
        lines.Add("TRANSP", "TRANSPARENT");
        lines.AddText("SUMMARY", $"Birthday: {birthday.Name}");
        lines.Add("END", "VEVENT");
    }

    private static void Begin(CalendarLines lines, Guid id, string kind, DateTimeOffset changed)
    {
        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", $"{id}-{kind}@pmcrm.io");
        var time = changed.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture);
        lines.Add("DTSTAMP", time);
        lines.Add("LAST-MODIFIED", time);
    }

    private static TimeZoneInfo? Find(string name) => name != "UTC" && TimeZones.TryFind(name, out var zone) ? zone : null;

    /// <summary>
    /// Writes UNTIL as a moment in UTC, which is required if DTSTART has a time zone (3.3.10). A date means the end of that day in the
    /// zone.
    /// </summary>
    private static string Rule(string rule, TimeZoneInfo zone)
    {
        var parts = rule.Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            const string Until = "UNTIL=";
            if (!parts[i].StartsWith(Until, StringComparison.Ordinal) || parts[i].EndsWith('Z'))
                continue;
            var text = parts[i][Until.Length..];
            if (!DateTime.TryParseExact(text, LocalTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
                local = DateTime.ParseExact(text, Day, CultureInfo.InvariantCulture).AddDays(1).AddSeconds(-1);
            parts[i] = Until + TimeZones.ToMoment(local, zone, out _).UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture);
        }
        return string.Join(';', parts);
    }
}
