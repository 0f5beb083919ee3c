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
        var days = DaysOf(contact, today, zone);
        var weights = Weigh(contact, days);
        var found = new List<(int Weight, RecommendationReason Reason)>();
        if (weights.Reminder is { } ofReminder)
            found.Add((ofReminder, OfReminder(contact.Reminder!, days.UntilReminder!.Value)));
        if (weights.Birthday is { } ofBirthday)
            found.Add((ofBirthday, new(Birthday, $"Has a birthday {When(days.UntilBirthday!.Value)}.")));
        if (weights.Overdue is { } ofOverdue)
            found.Add((ofOverdue, new(Overdue, OverdueText(contact, contact.CadenceDays!.Value, days.Silent))));
        if (weights.Neglected is { } ofNeglected)
            found.Add((ofNeglected, new(Neglected, $"{Last(contact, days.Silent)}.")));
        if (found.Count == 0)
            return null;
        found.Sort((one, other) => other.Weight.CompareTo(one.Weight));
        return new Recommendation
        {
            ContactId = contact.Id,
            Name = contact.Name,
            Score = weights.Sum,
            Reasons = [.. found.Select(one => one.Reason)],
            Text = found[0].Reason.Text,
        };
    }

    /// <summary>The score that <see cref="Judge"/> gives, without the texts; 0 if there is no reason.</summary>
    /// <param name="contact">The contact's data.</param>
    /// <param name="today">The current day in the time zone.</param>
    /// <param name="zone">The person's time zone.</param>
    public static int Score(ContactState contact, DateOnly today, TimeZoneInfo zone) => Weigh(contact, DaysOf(contact, today, zone)).Sum;

    /// <summary>The day of a moment in a time zone.</summary>
    public static DateOnly Day(DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static (int Silent, int? UntilReminder, int? UntilBirthday) DaysOf(ContactState contact, DateOnly today, TimeZoneInfo zone) =>
        (
            today.DayNumber - Day(contact.LastContact, zone).DayNumber,
            contact.ReminderAt is { } due ? Day(due, zone).DayNumber - today.DayNumber : null,
            contact.Birthday is { } birthday ? DaysUntil(birthday, today) : null
        );

    private static Weights Weigh(ContactState contact, (int Silent, int? UntilReminder, int? UntilBirthday) days) =>
        new(
            days.UntilReminder is { } reminder ? (reminder < 0 ? 70 : 60 - reminder) : null,
            days.UntilBirthday is { } birthday and <= BirthdayDays ? 60 + 2 * (BirthdayDays - birthday) : null,
            contact.CadenceDays is { } cadence && days.Silent > cadence ? 40 + Math.Min(40, 20 * (days.Silent - cadence) / cadence) : null,
            contact.CadenceDays is null && days.Silent > NeglectedAfterDays ? 10 + Math.Min(20, days.Silent / 60) : null
        );

    /// <summary>What each reason adds to the score; null for a reason that does not apply.</summary>
    private readonly record struct Weights(int? Reminder, int? Birthday, int? Overdue, int? Neglected)
    {
        public int Sum => (Reminder ?? 0) + (Birthday ?? 0) + (Overdue ?? 0) + (Neglected ?? 0);
    }

    /// <summary>The most urgent first; equally urgent ones by name and id, so that the order is deterministic.</summary>
    public static int Compare((int Score, ContactState Contact) one, (int Score, ContactState Contact) other) =>
        other.Score != one.Score ? other.Score.CompareTo(one.Score)
        : string.CompareOrdinal(one.Contact.Name, other.Contact.Name) is var byName and not 0 ? byName
        : one.Contact.Id.CompareTo(other.Contact.Id);

    private static RecommendationReason OfReminder(string title, int days) =>
        new(Reminder, $"Reminder \"{title}\" {(days < 0 ? $"was due {Ago(-days)}" : $"is due {When(days)}")}.");

    private static string OverdueText(ContactState contact, int cadence, int silent) =>
        $"{Last(contact, silent)}; you want to be in touch every {Count(cadence, "day")}.";

    private static string Last(ContactState contact, int silent) =>
        contact.HasInteraction ? $"The last contact was {Ago(silent)}" : $"No contact since the entry was created {Ago(silent)}";

    private static int DaysUntil((int Month, int Day) birthday, DateOnly today) =>
        new YearlyDay(birthday.Month, birthday.Day).NextOn(today).DayNumber - today.DayNumber;

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
