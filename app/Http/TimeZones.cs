using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace PmCrm.App.Http;

/// <summary>The time zones that requests may name, and what their clocks show.</summary>
public static partial class TimeZones
{
    /// <summary>The message for a time zone that is refused.</summary>
    public const string Rule =
        "must be the name of a time zone of the IANA database, such as Europe/Brussels, America/New_York or UTC; "
        + "an offset such as +01:00 or a Windows name is not accepted";

    /// <summary>Longer than any name of the database.</summary>
    public const int MaxLength = 64;

    /// <summary>Files of the database's folder that are no zone of their own: they stand for the machine's, or for none.</summary>
    private static readonly HashSet<string> NotZones = new(StringComparer.OrdinalIgnoreCase) { "localtime", "posixrules", "Factory" };

    /// <summary>
    /// Finds a zone by its IANA name. The name is checked before .NET sees it: .NET takes it for the path of a file, and remembers each
    /// path that it was asked for ("Europe/../Europe/Brussels" is another one), so that memory would grow with the requests.
    /// </summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return name.Length <= MaxLength
            && Name().IsMatch(name)
            && !NotZones.Contains(name)
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    /// <summary>The zone of a stored name; UTC where the zone is not known any more.</summary>
    public static TimeZoneInfo FindOrUtc(string name) => TryFind(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>
    /// The moment at which a zone's clocks show a time. RFC 5545, 3.3.5: of a time that they show twice, the first; a time that they skip
    /// is read with the offset from before the gap.
    /// </summary>
    /// <param name="skipped">Whether the clocks skip the time.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is within two days of the calendar's first or last.</exception>
    public static DateTimeOffset ToMoment(DateTime wallClock, TimeZoneInfo zone, out bool skipped)
    {
        // Only the offsets of moments are asked: IsInvalidTime and IsAmbiguousTime do not see a change of a zone's standard time,
        // such as Apia's of 2011. No offset is beyond 14 hours, so a day on each side is before and after any change that matters.
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
