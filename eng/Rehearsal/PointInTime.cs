using System.Globalization;
using System.Text.RegularExpressions;

namespace PmCrm.Rehearsal;

/// <summary>
/// (a) Somebody deletes all contacts. The audit log shows when. A base backup and the archived WAL restore the second before into a new
/// instance. The image verifies it, and backend and worker are switched to it.
/// </summary>
internal static partial class PointInTime
{
    private const int Writes = 150;

    public static async Task<Rehearsed> Run(Place place, bool isBroken)
    {
        var rehearsed = new Rehearsed("point-in-time", "Point in time, whole database");
        var (primary, image) = (place.Primary, place.Image);
        var backend = await place.Own(image.Start(primary, "backend"));
        var worker = await place.Own(image.Start(primary, "worker"));
        var writers = await place.Own(Writers.Begin(backend.Port));
        PostgresInstance restored = null!;
        DateTimeOffset damaged = default,
            until = default;
        var hasReached = false;

        await rehearsed.Step("base backup, with writers running", async () =>
        {
            await writers.More(Writes);
            restored = await place.Own(PostgresInstance.BackUp(primary, isReplica: false));
            await writers.More(Writes);
            return $"{writers.Acknowledged.Count} writes acknowledged";
        });
        if (isBroken)
            await primary.FlushArchive();
        await rehearsed.Step("delete from contacts", async () =>
        {
            await writers.More(Writes);
            damaged = DateTimeOffset.UtcNow;
            await primary.Scalar("delete from contacts");
            await writers.More(Writes / 3);
            return "without where; the writers go on";
        });
        await rehearsed.Step("find the moment in the audit log", async () =>
        {
            var logged = await FindDelete(primary);
            until = logged - TimeSpan.FromSeconds(1);
            return $"found {(logged - damaged).TotalMilliseconds:0} ms after it was sent";
        });
        await rehearsed.Step("stop writing", async () =>
        {
            await writers.Pause();
            return $"backend ended with {await backend.End()}, worker with {await worker.End()}";
        });
        await rehearsed.Step("restore to the second before", async () =>
        {
            await primary.FlushArchive();
            if (isBroken)
                primary.LoseNewestArchived();
            hasReached = await restored.RecoverTo(primary, until);
            rehearsed.Promised(new Promise("the archive reaches the moment restored to", hasReached));
            return "base backup and archived WAL, a new instance";
        });
        if (!hasReached)
            return rehearsed;
        await place.VerifyStep(rehearsed, restored);
        var kept = await restored.Contacts();
        var before = writers.Acknowledged.ToList();
        await rehearsed.Step("swap and go on", async () =>
        {
            var next = await place.Own(image.Start(restored, "backend"));
            await place.Own(image.Start(restored, "worker"));
            writers.Port = next.Port;
            var failures = writers.Failures.Count;
            writers.Resume();
            await writers.More(Writes / 3);
            rehearsed.Taken = DateTimeOffset.UtcNow - damaged;
            rehearsed.Promised(Judgement.NoFailure(writers.Failures.Count - failures));
            return "sessions of before still write";
        });
        var lost = Judgement.Lost(before, kept);
        var afterwards = lost.Count(write => write.At > damaged);
        rehearsed.Counted(
            before.Count,
            lost.Count,
            $"{lost.Count - afterwards} in the last second before the damage, {afterwards} after it"
        );
        rehearsed.Promised(
            Judgement.NothingLost(before, kept, until),
            Judgement.RecoveredInTime(rehearsed.Taken),
            Judgement.RecoveredToPoint(damaged - until)
        );
        return rehearsed;
    }

    /// <summary>When the delete started, according to the server's log, which contains no values.</summary>
    private static async Task<DateTimeOffset> FindDelete(PostgresInstance primary)
    {
        Match? line = null;
        await PostgresInstance.Until("the delete is in the log", () =>
            Task.FromResult((line = DeleteLine().Matches(primary.Log).LastOrDefault()) is not null)
        );
        return DateTimeOffset.ParseExact(
            line!.Groups["time"].Value,
            "yyyy-MM-dd HH:mm:ss.fff",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );
    }

    // With pgaudit "AUDIT: SESSION,1,1,WRITE,DELETE,,,delete from contacts,<not logged>", without it "statement: delete from contacts".
    [GeneratedRegex(
        @"^(?<time>[\d-]+ [\d:.]+) UTC LOG:  (AUDIT: SESSION,\d+,\d+,WRITE,DELETE,.*|statement: )delete from contacts",
        RegexOptions.Multiline
    )]
    private static partial Regex DeleteLine();
}
