using System.Globalization;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Recommendations;

/// <summary>The data of a contact that the rules use.</summary>
/// <param name="LastContact">The latest interaction, or the contact's creation if there is none.</param>
/// <param name="HasInteraction">Whether there is any interaction.</param>
/// <param name="CadenceDays">How often to be in touch; null if the person set no cadence.</param>
/// <param name="Birthday">Month and day; null if they are unknown.</param>
/// <param name="Reminder">The title of the open reminder that is due first within a week.</param>
/// <param name="ReminderAt">When that reminder is due.</param>
public sealed record ContactState(
    Guid Id,
    string Name,
    DateTimeOffset LastContact,
    bool HasInteraction,
    int? CadenceDays,
    (int Month, int Day)? Birthday,
    string? Reminder,
    DateTimeOffset? ReminderAt
);

/// <summary>
/// Chooses the contacts to get in touch with, by rules alone: the same contacts at the same time give the same result. The wording of a
/// text never matters.
/// </summary>
public static class RecommendationRules
{
    public const string Overdue = "overdue";
    public const string Birthday = "birthday";
    public const string Reminder = "reminder";
    public const string Neglected = "neglected";

    /// <summary>Without a cadence, a contact is neglected after this many days.</summary>
    public const int NeglectedAfterDays = 180;

    /// <summary>How many days before a birthday it counts.</summary>
    public const int BirthdayDays = 14;

    /// <returns>The contact's score and its reasons, strongest first; null if there is no reason.</returns>
    /// <param name="contact">The contact's data.</param>
    /// <param name="now">The current time.</param>
    /// <param name="zone">The person's time zone, which decides where days start and end.</param>
    public static Recommendation? Judge(ContactState contact, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = Day(now, zone);
        var found = new List<(int Weight, RecommendationReason Reason)>();
        var silent = today.DayNumber - Day(contact.LastContact, zone).DayNumber;
        if (contact.ReminderAt is { } due)
            found.Add(OfReminder(contact.Reminder!, Day(due, zone).DayNumber - today.DayNumber));
        if (contact.Birthday is { } birthday && DaysUntil(birthday, today) is var days and <= BirthdayDays)
            found.Add((60 + 2 * (BirthdayDays - days), new(Birthday, $"Has a birthday {When(days)}.")));
        if (contact.CadenceDays is { } cadence)
        {
            if (silent > cadence)
                found.Add((40 + Math.Min(40, 20 * (silent - cadence) / cadence), new(Overdue, OverdueText(contact, cadence, silent))));
        }
        else if (silent > NeglectedAfterDays)
        {
            found.Add((10 + Math.Min(20, silent / 60), new(Neglected, $"{Last(contact, silent)}.")));
        }
        if (found.Count == 0)
            return null;
        found.Sort((one, other) => other.Weight.CompareTo(one.Weight));
        return new Recommendation
        {
            ContactId = contact.Id,
            Name = contact.Name,
            Score = found.Sum(one => one.Weight),
            Reasons = [.. found.Select(one => one.Reason)],
            Text = found[0].Reason.Text,
        };
    }

    /// <summary>The most urgent first; equally urgent ones by name and id, so that the order is deterministic.</summary>
    public static int Compare(Recommendation one, Recommendation other) =>
        other.Score != one.Score ? other.Score.CompareTo(one.Score)
        : string.CompareOrdinal(one.Name, other.Name) is var byName and not 0 ? byName
        : one.ContactId.CompareTo(other.ContactId);

    private static (int Weight, RecommendationReason Reason) OfReminder(string title, int days) =>
        (
            days < 0 ? 70 : 60 - days,
            new(Reminder, $"Reminder \"{title}\" {(days < 0 ? $"was due {Ago(-days)}" : $"is due {When(days)}")}.")
        );

    private static string OverdueText(ContactState contact, int cadence, int silent) =>
        $"{Last(contact, silent)}; you want to be in touch every {Count(cadence, "day")}.";

    private static string Last(ContactState contact, int silent) =>
        contact.HasInteraction ? $"The last contact was {Ago(silent)}" : $"No contact since the entry was created {Ago(silent)}";

    private static int DaysUntil((int Month, int Day) birthday, DateOnly today) =>
        new YearlyDay(birthday.Month, birthday.Day).NextOn(today).DayNumber - today.DayNumber;

    private static DateOnly Day(DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static string When(int days) =>
        days switch
        {
            0 => "today",
            1 => "tomorrow",
            _ => $"in {Count(days, "day")}",
        };

    private static string Ago(int days) =>
        days switch
        {
            <= 0 => "today",
            1 => "yesterday",
            _ => $"{Count(days, "day")} ago",
        };

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
