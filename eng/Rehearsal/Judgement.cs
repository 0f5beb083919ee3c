using System.Globalization;

namespace PmCrm.Rehearsal;

/// <summary>A write that the client was told is done.</summary>
/// <param name="At">When the answer came.</param>
public sealed record Acknowledged(Guid Id, DateTimeOffset At);

/// <summary>Something that was promised, and whether it held.</summary>
public sealed record Promise(string Text, bool Holds);

/// <summary>What a recovery must reach. Pure functions over what was measured, so that each can be seen to fail.</summary>
public static class Judgement
{
    /// <summary>Running again within this time after the damage.</summary>
    public static readonly TimeSpan RecoveryTime = TimeSpan.FromHours(2);

    /// <summary>No acknowledged write older than this, counted from the damage, is lost.</summary>
    public static readonly TimeSpan RecoveryPoint = TimeSpan.FromHours(1);

    /// <summary>The acknowledged writes that are not there any more.</summary>
    public static IReadOnlyList<Acknowledged> Lost(IEnumerable<Acknowledged> acknowledged, IReadOnlySet<Guid> kept) =>
        [.. acknowledged.Where(write => !kept.Contains(write.Id))];

    /// <summary>Nothing that was acknowledged until a moment is lost.</summary>
    /// <param name="until">The moment that the database was restored to, or null where nothing may be lost at all.</param>
    public static Promise NothingLost(IEnumerable<Acknowledged> acknowledged, IReadOnlySet<Guid> kept, DateTimeOffset? until = null)
    {
        var lost = Lost(acknowledged, kept).Count(write => until is null || write.At <= until);
        return new($"0 acknowledged writes lost{(until is null ? "" : " until the moment restored to")}: {lost}", lost == 0);
    }

    /// <summary>What an asynchronous replica loses was acknowledged within its lag before the primary died.</summary>
    /// <param name="lag">The most that was measured; null where the replica was not connected.</param>
    /// <param name="resolution">How often it was measured: a lag may grow by this unseen.</param>
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
