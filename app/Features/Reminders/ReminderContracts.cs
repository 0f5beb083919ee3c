using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>A reminder, single or recurring.</summary>
/// <param name="StartsAt">
/// The first time: with its offset from UTC or, if timeZone is given, without one, as a local time in that zone. A local time that occurs
/// twice means the first; one that is skipped is refused.
/// </param>
/// <param name="TimeZone">
/// An IANA zone, e.g. Europe/Brussels, in whose local time a recurring reminder repeats; default: the account's.
/// </param>
/// <param name="Rrule">
/// A rule of RFC 5545, 3.3.10: FREQ (DAILY to YEARLY), INTERVAL, COUNT or UNTIL, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS,
/// WKST. Absent for a single reminder.
/// </param>
public sealed record ReminderWrite(
    [property: Required, StringLength(200, MinimumLength = 1)] string Title = "",
    [property: Required] ZonedTime? StartsAt = null,
    [property: StringLength(5000)] string? Note = null,
    [property: StringLength(TimeZones.MaxLength, MinimumLength = 1)] string? TimeZone = null,
    [property: StringLength(500, MinimumLength = 1)] string? Rrule = null
);

/// <param name="Until">When to remind again: in the future, within a year.</param>
public sealed record SnoozeRequest([property: Required] DateTimeOffset? Until = null);

[JsonConverter(typeof(TextEnum<ReminderStatus>))]
public enum ReminderStatus
{
    Active,
    Completed,
}

/// <param name="NextAt">When it is delivered next; null if nothing is left to deliver.</param>
/// <param name="OccurrenceAt">The occurrence of <paramref name="NextAt"/>: an earlier time while snoozed.</param>
public sealed record Reminder(
    Guid Id,
    Guid? ContactId,
    string Title,
    string? Note,
    DateTimeOffset StartsAt,
    string TimeZone,
    string? Rrule,
    DateTimeOffset? NextAt,
    DateTimeOffset? OccurrenceAt,
    ReminderStatus Status,
    DateTimeOffset? CompletedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    /// <summary>The version for the ETag.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    /// <summary>The time that orders a list of all states.</summary>
    [JsonIgnore]
    internal DateTimeOffset ListedAt => NextAt ?? CompletedAt ?? StartsAt;
}

/// <summary>A reminder that has come due.</summary>
/// <param name="DueAt">When it came due.</param>
/// <param name="CompletedAt">When the person marked it as done; null while it is open.</param>
public sealed record ReminderDelivery(
    Guid ReminderId,
    Guid? ContactId,
    string Title,
    DateTimeOffset OccurrenceAt,
    DateTimeOffset DueAt,
    DateTimeOffset DeliveredAt,
    DateTimeOffset? CompletedAt
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReminderWrite))]
[JsonSerializable(typeof(SnoozeRequest))]
[JsonSerializable(typeof(Reminder))]
[JsonSerializable(typeof(Page<Reminder>))]
[JsonSerializable(typeof(Page<ReminderDelivery>))]
internal sealed partial class ReminderJson : JsonSerializerContext;
