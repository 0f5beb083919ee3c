using System.Net;

namespace PmCrm.Rehearsal;

/// <summary>
/// (d) Redis is killed with all of its data, and comes back empty. Users do not notice, and signed-out sessions stay signed out.
/// </summary>
internal static class LostCache
{
    private const int Writes = 150;

    public static async Task<Rehearsed> Run(Place place, bool isBroken)
    {
        var rehearsed = new Rehearsed("cache", "Lost cache");
        var (primary, image) = (place.Primary, place.Image);
        var backend = await place.Own(image.Start(primary, "backend"));
        await place.Own(image.Start(primary, "worker"));
        var writers = await place.Own(Writers.Begin(backend.Port));
        using var signedOut = await writers.SignOutSomebody();
        var begun = DateTimeOffset.UtcNow;

        await rehearsed.Step("kill -9 Redis, with writers running", async () =>
        {
            await writers.More(Writes);
            begun = DateTimeOffset.UtcNow;
            await place.Redis.Kill();
            await writers.More(Writes);
            rehearsed.Promised(await IsRefused("without the cache"));
            return "writes go on";
        });
        await rehearsed.Step("Redis again, empty", async () =>
        {
            await place.Redis.Resume();
            await writers.More(Writes);
            rehearsed.Taken = DateTimeOffset.UtcNow - begun;
            rehearsed.Promised(await IsRefused("with the empty cache"));
            return "writes go on";
        });
        await writers.Pause();
        if (isBroken)
            await primary.Scalar($"delete from contacts where id = '{writers.Acknowledged.First().Id}'");
        var kept = await primary.Contacts();
        var all = writers.Acknowledged.ToList();
        var (code, report) = await place.Verify(primary);
        rehearsed.Counted(all.Count, Judgement.Lost(all, kept).Count, $"{writers.Failures.Count} requests failed");
        rehearsed.Promised(
            Judgement.NothingLost(all, kept),
            Judgement.NoFailure(writers.Failures.Count),
            Place.NothingWrong(code, report),
            Judgement.RecoveredInTime(rehearsed.Taken)
        );
        return rehearsed;

        async Task<Promise> IsRefused(string when)
        {
            using var answer = await signedOut.GetAsync(new Uri($"http://127.0.0.1:{backend.Port}/v1/contacts"));
            return Judgement.Equal(
                $"a token that was signed out is refused {when}",
                (int)HttpStatusCode.Unauthorized,
                (int)answer.StatusCode
            );
        }
    }
}
