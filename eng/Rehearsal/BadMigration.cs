using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Configuration;
using PmCrm.App.Data;

namespace PmCrm.Rehearsal;

/// <summary>
/// (c) The next image expands the schema, then contracts it too early, which breaks the image that still runs. The rollback is found, and
/// the old image serves again. The next image's migrations, and the two that are defined here, are run by the code of the image's command,
/// in this process.
/// </summary>
internal static class BadMigration
{
    private const int Writes = 100;

    private static readonly Migration Expand = Migration.Create(
        "29990101_expand",
        "alter table contacts add column rehearsed text check (length(rehearsed) <= 100);",
        "alter table contacts drop column rehearsed;"
    );

    // The removed column is kept under another name, so that the rollback loses nothing.
    private static readonly Migration Contract = Migration.Create(
        "29990102_contract",
        "alter table contacts rename column job_title to title;",
        "alter table contacts rename column title to job_title;"
    );

    public static async Task<Rehearsed> Run(Place place, bool isBroken)
    {
        var rehearsed = new Rehearsed("migration", "A bad migration");
        var (primary, image) = (place.Primary, place.Image);
        await using var source = DataSource.Create(PostgresUrl.Parse(primary.Url));
        var next = new Migrator(source, [.. Migration.All, Expand, Contract], NullLogger.Instance);
        var backend = await place.Own(image.Start(primary, "backend"));
        await place.Own(image.Start(primary, "worker"));
        var writers = await place.Own(Writers.Begin(backend.Port));
        var version = (string)(await primary.Scalar("select max(version) from schema_migrations"))!;
        DateTimeOffset damaged = default;

        await rehearsed.Step("expand, with the old image serving", async () =>
        {
            await writers.More(Writes);
            await next.Up(Expand.Version, CancellationToken.None);
            await writers.More(Writes);
            rehearsed.Promised(Judgement.NoFailure(writers.Failures.Count));
            var (code, report) = await place.Verify(primary);
            rehearsed.Promised(
                Judgement.Equal($"the old image can serve the expanded schema ({Place.Failed(report)}), exit code", 0, code)
            );
            var ran = Migration.All.Count(migration => string.CompareOrdinal(migration.Version, version) > 0) + 1;
            return $"{ran} migrations, no request failed";
        });
        await rehearsed.Step("contract, which breaks the old image", async () =>
        {
            damaged = DateTimeOffset.UtcNow;
            await next.Up(Contract.Version, CancellationToken.None);
            await PostgresInstance.Until("a write fails", () => Task.FromResult(!writers.Failures.IsEmpty()));
            var (code, report) = await place.Verify(primary);
            rehearsed.Promised(Judgement.Equal("verify of the old image says no, exit code", 1, code));
            return $"writes fail; verify fails in: {Place.Failed(report)}";
        });
        await rehearsed.Step($"rollback --to {version}", async () =>
        {
            var undone = await next.Down(version, CancellationToken.None);
            if (isBroken)
                await primary.Scalar($"delete from contacts where id = '{writers.Acknowledged.First().Id}'");
            return string.Join(", ", undone);
        });
        await rehearsed.Step("old image again", async () =>
        {
            await writers.More(Writes);
            rehearsed.Taken = DateTimeOffset.UtcNow - damaged;
            var (code, report) = await place.Verify(primary);
            rehearsed.Promised(Place.NothingWrong(code, report));
            return $"{writers.Failures.Count} requests failed in between";
        });
        await writers.Pause();
        var kept = await primary.Contacts();
        var all = writers.Acknowledged.ToList();
        var titles = (long)(await primary.Scalar("select count(*) from contacts where job_title = 'T'"))!;
        rehearsed.Counted(all.Count, Judgement.Lost(all, kept).Count);
        rehearsed.Promised(
            Judgement.NothingLost(all, kept),
            Judgement.Equal("values of the column that was taken away", kept.Count, titles),
            Judgement.RecoveredInTime(rehearsed.Taken)
        );
        return rehearsed;
    }

    private static bool IsEmpty(this IReadOnlyCollection<string> all) => all.Count == 0;
}
