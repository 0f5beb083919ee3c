using System.Globalization;

namespace PmCrm.Rehearsal;

/// <summary>(b) The primary is killed (SIGKILL) while writers run; its streaming replica becomes the primary.</summary>
internal static class Failover
{
    private const int Writes = 200;
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(100);

    public static async Task<Rehearsed> Run(Place place, bool isBroken)
    {
        var rehearsed = new Rehearsed("failover", "Fail over to the replica");
        var (primary, image) = (place.Primary, place.Image);
        var backend = await place.Own(image.Start(primary, "backend"));
        await place.Own(image.Start(primary, "worker"));
        var writers = await place.Own(Writers.Begin(backend.Port));
        PostgresInstance replica = null!;
        TimeSpan? lag = null;
        DateTimeOffset died = default;

        await rehearsed.Step("replica, with writers running", async () =>
        {
            replica = await place.Own(PostgresInstance.BackUp(primary, isReplica: true));
            await replica.Start();
            await PostgresInstance.Until("the replica streams", async () => await Lag(primary) is not null);
            return "asynchronous, as between regions";
        });
        await rehearsed.Step("verify on the replica", async () =>
        {
            var (code, report) = await place.Verify(replica);
            rehearsed.Promised(
                Judgement.Equal($"verify works on a replica that follows ({Place.Failed(report)}), exit code", 0, code),
                Judgement.Equal("and says that it is one", 1, report["isReplica"]!.GetValue<bool>() ? 1 : 0)
            );
            return "read only";
        });
        if (isBroken)
            await replica.Scalar("alter system set primary_conninfo = ''; select pg_reload_conf()");
        await rehearsed.Step("kill -9 the primary, with writers running", async () =>
        {
            var wanted = writers.Acknowledged.Count + Writes;
            await PostgresInstance.Until("more writes are acknowledged", async () =>
            {
                var now = await Lag(primary);
                lag =
                    now is null ? null
                    : lag > now ? lag
                    : now;
                return writers.Acknowledged.Count >= wanted;
            });
            died = DateTimeOffset.UtcNow;
            await primary.Kill();
            return string.Create(CultureInfo.InvariantCulture, $"most lag measured: {lag?.TotalMilliseconds:0} ms");
        });
        await rehearsed.Step("promote", async () =>
        {
            await replica.Scalar("select pg_promote(true, 60)");
            return "the replica takes writes";
        });
        await place.VerifyStep(rehearsed, replica);
        await writers.Pause();
        var kept = await replica.Contacts();
        var before = writers.Acknowledged.ToList();
        await rehearsed.Step("swap and go on", async () =>
        {
            var next = await place.Own(image.Start(replica, "backend"));
            await place.Own(image.Start(replica, "worker"));
            writers.Port = next.Port;
            var failures = writers.Failures.Count;
            writers.Resume();
            await writers.More(Writes / 4);
            rehearsed.Taken = DateTimeOffset.UtcNow - died;
            rehearsed.Promised(Judgement.NoFailure(writers.Failures.Count - failures));
            return $"{failures} requests were refused meanwhile";
        });
        var lost = Judgement.Lost(before, kept);
        rehearsed.Counted(before.Count, lost.Count);
        rehearsed.Promised(
            Judgement.LossWithinLag(lost, died, lag, Resolution),
            Judgement.RecoveredInTime(rehearsed.Taken),
            Judgement.RecoveredToPoint(lost.Count == 0 ? TimeSpan.Zero : died - lost.Min(write => write.At))
        );
        return rehearsed;
    }

    /// <summary>The replica's lag; null if no replica follows.</summary>
    private static async Task<TimeSpan?> Lag(PostgresInstance primary) =>
        await primary.Scalar(
            "select extract(epoch from coalesce(replay_lag, interval '0'))::float8 from pg_stat_replication where state = 'streaming'"
        )
            is double seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
