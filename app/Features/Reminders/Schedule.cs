using System.Diagnostics.CodeAnalysis;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>
/// When a reminder comes due: its first time, the zone whose clock it follows, and the rule that the later times come from.
/// </summary>
public sealed record Schedule
{
    private readonly RecurrenceRule? rule;
    private readonly TimeZoneInfo zone;

    private Schedule(DateTimeOffset startsAt, TimeZoneInfo zone, RecurrenceRule? rule)
    {
        StartsAt = startsAt.ToUniversalTime();
        this.zone = zone;
        this.rule = rule;
    }

    public DateTimeOffset StartsAt { get; }

    public string TimeZone => zone.Id;

    /// <summary>The rule as it is stored and shown; null for a reminder that comes once.</summary>
    public string? Rrule => rule?.ToString();

    /// <summary>Reads what a client wrote.</summary>
    /// <param name="startsAt">A moment, or a time as the zone's clocks show it.</param>
    /// <param name="timeZone">The zone that the client names; null: none, and then a time without an offset is refused.</param>
    /// <param name="accountZone">The zone of a reminder whose client names none.</param>
    /// <param name="rrule">The rule; null: once.</param>
    /// <param name="schedule">Set where it returns true.</param>
    /// <param name="problem">The field that is refused, and why.</param>
    public static bool TryCreate(
        ZonedTime startsAt,
        string? timeZone,
        string accountZone,
        string? rrule,
        [NotNullWhen(true)] out Schedule? schedule,
        out (string Field, string Rule) problem
    )
    {
        schedule = null;
        if (!TimeZones.TryFind(timeZone ?? accountZone, out var zone))
        {
            problem = ("timeZone", TimeZones.Rule);
            return false;
        }
        if (
            !startsAt.TryGetMoment(out var start)
            && !TryReadInZone(startsAt.WallClock, timeZone is null ? null : zone, out start, out problem)
        )
            return false;
        RecurrenceRule? rule = null;
        if (rrule is not null && !TryReadRule(rrule, start, zone, out rule, out problem))
            return false;
        problem = default;
        schedule = new Schedule(start, zone, rule);
        return true;
    }

    /// <summary>Reads what is stored, which was checked when it came in.</summary>
    /// <exception cref="InvalidOperationException">The rule cannot be read.</exception>
    /// <exception cref="TimeZoneNotFoundException">The machine's time zone database does not have the zone.</exception>
    public static Schedule Stored(DateTimeOffset startsAt, string timeZone, string? rrule)
    {
        RecurrenceRule? rule = null;
        if (rrule is not null && !RecurrenceRuleParser.TryParse(rrule, out rule, out var problem))
            throw new InvalidOperationException($"A stored rule cannot be read: {problem}");
        return new Schedule(startsAt, TimeZoneInfo.FindSystemTimeZoneById(timeZone), rule);
    }

    /// <summary>
    /// What a new reminder waits for: its first time or, where a series has begun in the past, the first occurrence still to come.
    /// Null where a series is over.
    /// </summary>
    public DateTimeOffset? FirstFrom(DateTimeOffset now) => rule is null || StartsAt > now ? StartsAt : After(now);

    /// <summary>The occurrence after the given one; null where none is left.</summary>
    public DateTimeOffset? After(DateTimeOffset occurrence) => rule?.NextAfter(StartsAt, zone, occurrence);

    private static bool TryReadInZone(
        DateTime wallClock,
        TimeZoneInfo? zone,
        out DateTimeOffset start,
        out (string Field, string Rule) problem
    )
    {
        start = default;
        problem = (
            "startsAt",
            TimeText.Rule + "; without an offset it is read in the timeZone that the request names, and this names none"
        );
        // Years that no reminder may have: their offset is not worth asking for.
        if (zone is null || wallClock.Year is 1 or 9999)
            return false;
        start = TimeZones.ToMoment(wallClock, zone, out var skipped);
        if (!skipped)
            return true;
        problem = ("startsAt", $"is a time that the clocks of {zone.Id} skip; write one before or after, or one with its offset");
        return false;
    }

    private static bool TryReadRule(
        string rrule,
        DateTimeOffset start,
        TimeZoneInfo zone,
        [NotNullWhen(true)] out RecurrenceRule? rule,
        out (string Field, string Rule) problem
    )
    {
        problem = default;
        if (!RecurrenceRuleParser.TryParse(rrule, out rule, out var refused))
            problem = ("rrule", refused);
        else if (TimeZoneInfo.ConvertTime(start, zone).DateTime is var local && !rule.CanStartAt(local))
            problem = ("startsAt", "must be on a day of the rule in the reminder's time zone (RFC 5545, 3.8.5.3)");
        else if (rule.Until?.IsBefore(start, local) == true)
            problem = ("rrule", "UNTIL must not be before startsAt.");
        return problem == default;
    }
}
