using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>Something to be reminded of, once or again and again.</summary>
/// <param name="StartsAt">When first: a time with its offset from UTC or, where timeZone is given, without one: then it is what the zone's
/// clocks show. Of a time that they show twice the first is taken; one that they skip is refused.</param>
/// <param name="TimeZone">An IANA zone, e.g. Europe/Brussels, whose wall-clock time a recurring reminder keeps; the account's where
/// absent.</param>
/// <param name="Rrule">A rule of RFC 5545, 3.3.10: FREQ (DAILY to YEARLY), INTERVAL, COUNT or UNTIL, BYMONTH, BYWEEKNO, BYYEARDAY,
/// BYMONTHDAY, BYDAY, BYSETPOS, WKST. Once where absent.</param>
public sealed record ReminderWrite(
    [property: Required, StringLength(200, MinimumLength = 1)] string Title = "",
    [property: Required] ZonedTime? StartsAt = null,
    [property: StringLength(5000)] string? Note = null,
    [property: StringLength(TimeZones.MaxLength, MinimumLength = 1)] string? TimeZone = null,
    [property: StringLength(500, MinimumLength = 1)] string? Rrule = null
);

/// <param name="Until">When to be reminded again: in the future, within a year.</param>
public sealed record SnoozeRequest([property: Required] DateTimeOffset? Until = null);

[JsonConverter(typeof(TextEnum<ReminderStatus>))]
public enum ReminderStatus
{
    Active,
    Completed,
}

/// <param name="NextAt">When it is delivered next; null where nothing is left to deliver.</param>
/// <param name="OccurrenceAt">The occurrence that <paramref name="NextAt"/> stands for: an earlier time while snoozed.</param>
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
    /// <summary>What the ETag is made of.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    /// <summary>The time that a list of all states has it at.</summary>
    [JsonIgnore]
    internal DateTimeOffset ListedAt => NextAt ?? CompletedAt ?? StartsAt;
}

/// <summary>A reminder that has come due.</summary>
/// <param name="DueAt">When it came due.</param>
/// <param name="CompletedAt">When the person said that it is done; null while open.</param>
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
