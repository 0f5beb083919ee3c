using System.Diagnostics.CodeAnalysis;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>When a reminder comes due: its first time, the time zone, and the rule of the later times.</summary>
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

    /// <summary>The rule as it is stored and shown; null for a single reminder.</summary>
    public string? Rrule => rule?.ToString();

    /// <summary>Parses a client's values.</summary>
    /// <param name="startsAt">A moment, or a local time in the zone.</param>
    /// <param name="timeZone">The zone in the request; if it is null, a time without an offset is refused.</param>
    /// <param name="accountZone">The zone to use if the request names none.</param>
    /// <param name="rrule">The rule; null for a single reminder.</param>
    /// <param name="schedule">Set if the method returns true.</param>
    /// <param name="problem">The refused field, and why.</param>
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

    /// <summary>Reads stored values, which were validated when they were written.</summary>
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
    /// The first time that a new reminder comes due: its start or, if a series started in the past, the next occurrence. Null if a series
    /// is over.
    /// </summary>
    public DateTimeOffset? FirstFrom(DateTimeOffset now) => rule is null || StartsAt > now ? StartsAt : After(now);

    /// <summary>The occurrence after the given one; null if none is left.</summary>
    public DateTimeOffset? After(DateTimeOffset occurrence) => rule?.NextAfter(StartsAt, zone, occurrence);

    private static bool TryReadInZone(
        DateTime wallClock,
        TimeZoneInfo? zone,
        out DateTimeOffset start,
        out (string Field, string Rule) problem
    )
    {
        start = default;
        problem = ("startsAt", TimeText.Rule + "; a time without an offset is accepted only if the request has a timeZone");
        // Years that no reminder may have: no offset is computed for them.
        if (zone is null || wallClock.Year is 1 or 9999)
            return false;
        start = TimeZones.ToMoment(wallClock, zone, out var skipped);
        if (!skipped)
            return true;
        problem = ("startsAt", $"is a time that the clocks of {zone.Id} skip; use an earlier or later one, or one with its offset");
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
