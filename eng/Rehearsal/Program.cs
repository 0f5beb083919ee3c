using System.Runtime.InteropServices;
using PmCrm.LocalServers;
using PmCrm.Rehearsal;

// The recoveries of docs/restore.md and docs/rollback.md on this machine: what is ours of them, timed and judged.
const string Usage = """
    Rehearsal [RECOVERY…] [--break] [--no-write]

    RECOVERY    of point-in-time, failover, migration, cache, key; default: all
    --break     spoil each recovery at one place, to see that it is judged broken
    --no-write  leave docs/restore.md as it is

    PMCRM_BINARY names the native binary; without it, it is published. Exit codes: 0 all that is promised held, 1 it did not,
    2 used wrongly, 3 it could not be rehearsed.
    """;
var known = new Dictionary<string, Func<Place, bool, Task<Rehearsed>>>(StringComparer.Ordinal)
{
    ["point-in-time"] = PointInTime.Run,
    ["failover"] = Failover.Run,
    ["migration"] = BadMigration.Run,
    ["cache"] = LostCache.Run,
    ["key"] = LostKey.Run,
};
var isBroken = args.Contains("--break");
var chosen = args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToList();
if (
    args.FirstOrDefault(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument is not ("--break" or "--no-write")) is
    { } wrong
)
    chosen.Add(wrong);
if (chosen.Find(name => !known.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"Not understood: {unknown}\n\n{Usage}");
    return args is ["--help"] ? 0 : 2;
}
if (PostgresPrograms.FindAudited() is not { } programs || await LocalRedis.Missing() is not null)
{
    Console.Error.WriteLine("PostgreSQL and Redis must be installed on this machine: eng/prerequisites, as root, installs them.");
    return 3;
}

// Ctrl-C ends this program in order, so that no server is left; a child in a session of its own is not ended by the terminal.
ChildProcess.OwnSessions = true;
var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var all = new List<Rehearsed>();
var version = "";
try
{
    await Console.Error.WriteLineAsync($"The native binary, published unless {PublishedBackend.Given} names one …");
    var binary = await PublishedBackend.FindOrPublish(PmCrm.RepositoryRoot.Folder);
    var plan = await ProductionPlan.Read();
    foreach (var name in chosen.Count > 0 ? chosen : [.. known.Keys])
    {
        await using var place = await Place.Create(programs, plan, binary);
        version = (await place.Primary.Version()).Split(' ')[0];
        var running = known[name](place, isBroken);
        if (await Task.WhenAny(running, stopped.Task) != running)
            return 3;
        all.Add(await running);
        Console.Write(all[^1].Table());
    }
}
catch (Exception exception)
    when (exception is InvalidOperationException or TimeoutException or HttpRequestException or Npgsql.NpgsqlException)
{
    Console.Error.WriteLine($"It could not be rehearsed: {exception}");
    return 3;
}
var broken = all.Sum(rehearsed => rehearsed.Promises.Count(promise => !promise.Holds));
Console.WriteLine($"\n{all.Sum(rehearsed => rehearsed.Promises.Count) - broken} promises held, {broken} broken");
if (broken == 0 && chosen.Count == 0 && !args.Contains("--no-write"))
{
    var page = Path.Combine(PmCrm.RepositoryRoot.Folder, "docs/restore.md");
    var rows = all.Select(rehearsed => rehearsed.Row(rehearsed.Taken));
    await File.WriteAllTextAsync(
        page,
        Figures.Replace(await File.ReadAllTextAsync(page), rows, Figures.Machine(version), DateOnly.FromDateTime(DateTime.UtcNow))
    );
}
return broken == 0 ? 0 : 1;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}
