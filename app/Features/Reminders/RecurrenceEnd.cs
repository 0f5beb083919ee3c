using System.Globalization;

namespace PmCrm.App.Features.Reminders;

/// <summary>
/// The last moment of a series (RFC 5545, UNTIL), inclusive: a moment in UTC, a local time in the series' zone, or a whole day there.
/// </summary>
internal readonly record struct RecurrenceEnd
{
    private const string MomentFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string LocalFormat = "yyyyMMdd'T'HHmmss";
    private const string DayFormat = "yyyyMMdd";

    private readonly DateTimeOffset? moment;
    private readonly DateTime? local;
    private readonly DateOnly? day;

    public RecurrenceEnd(DateTimeOffset moment) => this.moment = moment;

    public RecurrenceEnd(DateTime local) => this.local = local;

    public RecurrenceEnd(DateOnly day) => this.day = day;

    public static RecurrenceEnd? Parse(string text)
    {
        if (DateTimeOffset.TryParseExact(text, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return new RecurrenceEnd(moment);
        if (DateTime.TryParseExact(text, LocalFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return new RecurrenceEnd(local);
        return DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new RecurrenceEnd(day)
            : null;
    }

    /// <summary>Whether the series ends before an occurrence, which is given as a moment and as a local time.</summary>
    public bool IsBefore(DateTimeOffset occurrence, DateTime wallClock) =>
        moment < occurrence || local < wallClock || day < DateOnly.FromDateTime(wallClock);

    public override string ToString() =>
        moment?.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture)
        ?? local?.ToString(LocalFormat, CultureInfo.InvariantCulture)
        ?? day?.ToString(DayFormat, CultureInfo.InvariantCulture)
        ?? "";
}
