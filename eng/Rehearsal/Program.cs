using System.Runtime.InteropServices;
using PmCrm.LocalServers;
using PmCrm.Rehearsal;
using PmCrm.Rehearsal.Cluster;

// Runs the local parts of the recoveries in docs/restore.md and docs/rollback.md on this machine, with times and results.
const string Usage = """
    Rehearsal [RECOVERY…] [--before REVISION] [--break] [--no-write]

    RECOVERY           of point-in-time, failover, migration, cache, key, cluster; default: all
    --before REVISION  the image of that commit serves first in `migration` and `cluster`, and this tree's takes its place
    --break            spoil each recovery at one place, to see that it is judged broken
    --no-write         leave docs/restore.md as it is

    PMCRM_BINARY names the native binary; without it, it is published. `cluster` runs the image in containers: as root only, and with
    what eng/prerequisites installs.

    Exit codes: 0 all that is promised held, 1 it did not, 2 used wrongly, 3 it could not be rehearsed.
    """;
const string InContainers = "cluster";
Builds? builds = null;
var known = new Dictionary<string, Func<Place, bool, Task<Rehearsed>>>(StringComparer.Ordinal)
{
    ["point-in-time"] = PointInTime.Run,
    ["failover"] = Failover.Run,
    ["migration"] = BadMigration.Run,
    ["cache"] = LostCache.Run,
    ["key"] = LostKey.Run,
    [InContainers] = (place, isBroken) => ClusterPromises.Run(place, builds!.BundleBefore, builds.BundleAfter, isBroken),
};
var (arguments, wrong) = Arguments.Parse(args, known.Keys);
if (arguments is null)
{
    Console.Error.WriteLine(wrong == "--help" ? Usage : $"Not understood: {wrong}\n\n{Usage}");
    return wrong == "--help" ? 0 : 2;
}
if (PostgresPrograms.FindAudited() is not { } programs || await LocalRedis.Missing() is not null)
{
    Console.Error.WriteLine("PostgreSQL and Redis must be installed on this machine: eng/prerequisites, as root, installs them.");
    return 3;
}
List<string> names = arguments.Recoveries.Count > 0 ? [.. arguments.Recoveries] : [.. known.Keys];
if (names.Contains(InContainers) && MinimalImage.Missing() is { } reason)
{
    Console.Error.WriteLine($"{InContainers} cannot be rehearsed here. {reason}.");
    if (arguments.Recoveries.Count > 0)
        return 3;
    names.Remove(InContainers);
}

// This program handles Ctrl-C and ends its children in order, so that no server is left; a child in its own session does not get the
// signal.
ChildProcess.OwnSessions = true;
var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var all = new List<Rehearsed>();
var version = "";
try
{
    await Console.Error.WriteLineAsync($"The native binary, published unless {PublishedBackend.Given} names one, and its image …");
    builds = await Builds.Make(arguments.Before, names.Contains(InContainers));
    var plan = await ProductionPlan.Read(typeof(Place).Assembly, PmCrm.RepositoryRoot.Folder);
    foreach (var name in names)
    {
        await using var place = await Place.Create(programs, plan, builds.After, Serving(name), isMigrated: name != InContainers);
        version = (await place.Primary.Version()).Split(' ')[0];
        var running = known[name](place, arguments.IsBroken);
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
finally
{
    if (builds is not null)
        await builds.DisposeAsync();
}
var broken = all.Sum(rehearsed => rehearsed.Promises.Count(promise => !promise.Holds));
Console.WriteLine($"\n{all.Sum(rehearsed => rehearsed.Promises.Count) - broken} promises held, {broken} broken");
if (broken == 0 && arguments.IsWritten)
{
    var page = Path.Combine(PmCrm.RepositoryRoot.Folder, "docs/restore.md");
    var rows = all.Select(rehearsed => rehearsed.Row(rehearsed.Taken));
    await File.WriteAllTextAsync(
        page,
        Figures.Replace(await File.ReadAllTextAsync(page), rows, Figures.Machine(version), DateOnly.FromDateTime(DateTime.UtcNow))
    );
}
return broken == 0 ? 0 : 1;

// Recoveries without a second image use only this tree's.
string Serving(string name) => name is "migration" or InContainers ? builds!.Before : builds!.After;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}
