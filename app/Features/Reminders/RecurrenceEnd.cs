using System.Globalization;

namespace PmCrm.App.Features.Reminders;

/// <summary>
/// The last moment of a series (RFC 5545, UNTIL): a moment in UTC, or a whole day of the series' own wall-clock time. Both inclusive.
/// </summary>
internal readonly record struct RecurrenceEnd
{
    private const string MomentFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string DayFormat = "yyyyMMdd";

    private readonly DateTimeOffset? moment;
    private readonly DateOnly? day;

    public RecurrenceEnd(DateTimeOffset moment) => this.moment = moment;

    public RecurrenceEnd(DateOnly day) => this.day = day;

    public static RecurrenceEnd? Parse(string text)
    {
        if (DateTimeOffset.TryParseExact(text, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return new RecurrenceEnd(moment);
        }

        return DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new RecurrenceEnd(day)
            : null;
    }

    /// <summary>Whether the series has ended before an occurrence, given as a moment and as the wall clock shows it.</summary>
    public bool IsBefore(DateTimeOffset occurrence, DateTime wallClock) =>
        this.moment is { } moment ? moment < occurrence : this.day is { } day && day < DateOnly.FromDateTime(wallClock);

    public override string ToString() =>
        this.moment?.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture)
        ?? this.day?.ToString(DayFormat, CultureInfo.InvariantCulture)
        ?? "";
}
