using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace PmCrm.App.Http;

/// <summary>The accepted time zones, and conversion of their local times.</summary>
public static partial class TimeZones
{
    /// <summary>The error message for an invalid time zone.</summary>
    public const string Rule =
        "must be the name of a time zone of the IANA database, such as Europe/Brussels, America/New_York or UTC; "
        + "an offset such as +01:00 or a Windows name is not accepted";

    /// <summary>In characters: longer than any name in the database.</summary>
    public const int MaxLength = 64;

    /// <summary>Files in the database's folder that are not zones of their own: they mean the machine's zone, or none.</summary>
    private static readonly HashSet<string> NotZones = new(StringComparer.OrdinalIgnoreCase) { "localtime", "posixrules", "Factory" };

    /// <summary>
    /// Finds a zone by its IANA name. The name is checked before it is passed to .NET, which uses it as a file path and caches every path
    /// ("Europe/../Europe/Brussels" is a different one), so that memory could grow with the requests.
    /// </summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return name.Length <= MaxLength
            && Name().IsMatch(name)
            && !NotZones.Contains(name)
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    /// <summary>The zone with a stored name; UTC if the zone is no longer known.</summary>
    public static TimeZoneInfo FindOrUtc(string name) => TryFind(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>
    /// Converts a local time of a zone to a moment. RFC 5545, 3.3.5: a local time that occurs twice means the first; a local time that is
    /// skipped is read with the offset before the gap.
    /// </summary>
    /// <param name="skipped">Whether the local time is skipped.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is within two days of the first or last day of the calendar.</exception>
    public static DateTimeOffset ToMoment(DateTime wallClock, TimeZoneInfo zone, out bool skipped)
    {
        // Uses only the offsets of moments: IsInvalidTime and IsAmbiguousTime ignore a change of a zone's standard time, such as Apia's in
        // 2011. No offset exceeds 14 hours, so one day before and after covers every relevant change.
        var moment = new DateTimeOffset(wallClock, TimeSpan.Zero);
        var before = zone.GetUtcOffset(moment.AddDays(-1));
        var after = zone.GetUtcOffset(moment.AddDays(1));
        skipped = false;
        foreach (var offset in (ReadOnlySpan<TimeSpan>)[before, after])
        {
            var candidate = moment - offset;
            if (zone.GetUtcOffset(candidate) == offset)
                return candidate;
        }
        skipped = true;
        return moment - before;
    }

    // "posix/…" and "right/…" are copies of the database, the latter with leap seconds.
    [GeneratedRegex("^(?!posix/|right/)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*){0,2}$")]
    private static partial Regex Name();
}
