using System.Globalization;

namespace PmCrm.Rehearsal;

/// <summary>A write that the server confirmed to the client.</summary>
/// <param name="At">When the answer arrived.</param>
public sealed record Acknowledged(Guid Id, DateTimeOffset At);

/// <summary>A promise, and whether it was kept.</summary>
public sealed record Promise(string Text, bool Holds);

/// <summary>The goals of a recovery. Pure functions of the measurements, so that a test can show that each one can fail.</summary>
public static class Judgement
{
    /// <summary>RTO: maximum time from the damage until the service runs again.</summary>
    public static readonly TimeSpan RecoveryTime = TimeSpan.FromHours(2);

    /// <summary>RPO: acknowledged writes that are older than this at the time of the damage must not be lost.</summary>
    public static readonly TimeSpan RecoveryPoint = TimeSpan.FromHours(1);

    /// <summary>The acknowledged writes that no longer exist.</summary>
    public static IReadOnlyList<Acknowledged> Lost(IEnumerable<Acknowledged> acknowledged, IReadOnlySet<Guid> kept) =>
        [.. acknowledged.Where(write => !kept.Contains(write.Id))];

    /// <summary>No write that was acknowledged before a moment is lost.</summary>
    /// <param name="until">The moment to which the database was restored, or null if nothing may be lost at all.</param>
    public static Promise NothingLost(IEnumerable<Acknowledged> acknowledged, IReadOnlySet<Guid> kept, DateTimeOffset? until = null)
    {
        var lost = Lost(acknowledged, kept).Count(write => until is null || write.At <= until);
        return new($"0 acknowledged writes lost{(until is null ? "" : " until the moment restored to")}: {lost}", lost == 0);
    }

    /// <summary>Everything that an asynchronous replica lost was acknowledged within its lag before the primary died.</summary>
    /// <param name="lag">The maximum measured lag; null if the replica was not connected.</param>
    /// <param name="resolution">Interval of the measurements: the lag may have grown unnoticed by this much.</param>
    public static Promise LossWithinLag(IReadOnlyCollection<Acknowledged> lost, DateTimeOffset died, TimeSpan? lag, TimeSpan resolution)
    {
        if (lag is not { } measured)
            return new("the replica was connected when the primary died: it was not", false);
        var oldest = lost.Count == 0 ? TimeSpan.Zero : died - lost.Min(write => write.At);
        return new(
            $"lost writes were acknowledged at most {Ms(measured + resolution)} before the end (lag and its resolution): "
                + (lost.Count == 0 ? "none lost" : Ms(oldest)),
            oldest <= measured + resolution
        );
    }

    /// <summary>RTO.</summary>
    public static Promise RecoveredInTime(TimeSpan taken) =>
        new(
            $"running again within {RecoveryTime.TotalHours:0} h: {taken.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
            taken <= RecoveryTime
        );

    /// <summary>RPO.</summary>
    public static Promise RecoveredToPoint(TimeSpan lost) =>
        new(
            $"at most {RecoveryPoint.TotalHours:0} h of data lost: {lost.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
            lost <= RecoveryPoint
        );

    /// <summary>No request failed.</summary>
    public static Promise NoFailure(int failed) => new($"0 requests failed: {failed}", failed == 0);

    /// <summary>A plain comparison.</summary>
    public static Promise Equal(string text, long expected, long actual) => new($"{text}: {actual} of {expected}", expected == actual);

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms";
}
