using System.Diagnostics.CodeAnalysis;

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
        StartsAt = startsAt;
        this.zone = zone;
        this.rule = rule;
    }

    public DateTimeOffset StartsAt { get; }

    public string TimeZone => zone.Id;

    /// <summary>The rule as it is stored and shown; null for a reminder that comes once.</summary>
    public string? Rrule => rule?.ToString();

    /// <summary>Reads what a client wrote, or what is stored.</summary>
    /// <param name="problem">The field that is refused, and why.</param>
    public static bool TryCreate(
        DateTimeOffset startsAt,
        string timeZone,
        string? rrule,
        [NotNullWhen(true)] out Schedule? schedule,
        out (string Field, string Rule) problem
    )
    {
        schedule = null;
        problem = default;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone))
        {
            problem = ("timeZone", "must be the name of an IANA time zone, such as Europe/Brussels");
            return false;
        }
        RecurrenceRule? rule = null;
        if (rrule is not null)
        {
            if (!RecurrenceRuleParser.TryParse(rrule, out rule, out var refused))
            {
                problem = ("rrule", refused);
                return false;
            }
            if (!rule.CanStartAt(TimeZoneInfo.ConvertTime(startsAt, zone).DateTime))
            {
                problem = ("startsAt", "must be on a day of the rule in the reminder's time zone (RFC 5545, 3.8.5.3)");
                return false;
            }
        }
        schedule = new Schedule(startsAt.ToUniversalTime(), zone, rule);
        return true;
    }

    /// <summary>
    /// What a new reminder waits for: its first time or, where a series has begun in the past, the first occurrence still to come.
    /// Null where a series is over.
    /// </summary>
    public DateTimeOffset? FirstFrom(DateTimeOffset now) => rule is null || StartsAt > now ? StartsAt : After(now);

    /// <summary>The occurrence after the given one; null where none is left.</summary>
    public DateTimeOffset? After(DateTimeOffset occurrence) => rule?.NextAfter(StartsAt, zone, occurrence);
}
