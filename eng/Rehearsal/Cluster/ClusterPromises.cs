using System.Globalization;
using PmCrm.Contract;
using PmCrm.LocalServers;

namespace PmCrm.Rehearsal.Cluster;

/// <summary>
/// (f) Production's own pods in real containers, under continuous load: a rolling update of the image, a killed backend and worker, and a
/// backend that reaches its memory limit.
/// </summary>
internal static class ClusterPromises
{
    private const int Writes = 100;
    private const int Killed = 128 + 9;

    /// <summary>Delay until the load balancer knows of a pod's end: well below the pods' pause.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    /// <summary>In bytes: the step in which the memory limit is lowered to what a running backend needs.</summary>
    private const long LimitStep = 1 << 18;

    /// <param name="before">The bundle that serves first.</param>
    /// <param name="after">The bundle that replaces it.</param>
    public static async Task<Rehearsed> Run(Place place, string before, string after, bool isBroken)
    {
        var rehearsed = new Rehearsed("cluster", "The cluster's promises, in containers");
        var primary = place.Primary;
        await rehearsed.Step("the migration's Job", () => Migrate(before, "before"));
        var backend = Of("backend");
        var worker = Of("worker");
        await rehearsed.Step("backends and workers in containers", async () =>
        {
            await backend.Start(before, Told("before"));
            await worker.Start(before, Told("before"));
            foreach (var pod in (LocalPod[])[.. backend.Pods, .. worker.Pods])
                rehearsed.Promised(await Confined(pod));
            return $"{backend.Replicas} and {worker.Replicas} are ready";
        });
        // Broken deliberately: the load balancer learns of a pod's end later than the pod waits.
        var service = await place.Own(LocalService.Start(backend, isBroken ? TimeSpan.FromMinutes(1) : Lag));
        var writers = await place.Own(Writers.Begin(service.Port, hasReminders: true));

        await rehearsed.Step("the next image's Job", () => Migrate(after, "after"));
        var failed = 0;
        await rehearsed.Step("rolling update of the image", async () =>
        {
            await writers.More(Writes);
            var updates = await Task.WhenAll(backend.RollOut(after, Told("after")), worker.RollOut(after, Told("after")));
            failed = writers.Failures.Count;
            var replaced = updates.SelectMany(update => update.Replaced).ToList();
            var fewest = updates[0].FewestReady;
            rehearsed.Promised(
                Judgement.NoFailure(failed),
                Judgement.Equal($"at least {backend.Replicas} backends ready throughout, fewest", backend.Replicas, fewest),
                Judgement.Equal("pods that ended by themselves", replaced.Count, replaced.Count(pod => pod.ExitCodes is [0])),
                Judgement.Equal("pods of the next image", backend.Replicas, backend.Pods.Count(pod => pod.Version == "after"))
            );
            var longest = replaced.Max(pod => pod.EndTime).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            return $"{writers.Acknowledged.Count} writes, {failed} failed; the slowest pod took {longest} s to end";
        });
        await rehearsed.Step("kill -9 a backend and a worker", async () =>
        {
            await writers.More(Writes);
            var begun = DateTimeOffset.UtcNow;
            var (served, working) = (backend.Pods[0], worker.Pods[0]);
            await Task.WhenAll(served.Container.Kill(), working.Container.Kill());
            await IsBack(served, backend);
            await IsBack(working, worker);
            rehearsed.Taken = DateTimeOffset.UtcNow - begun;
            rehearsed.Promised(Killing(served), Killing(working));
            return "both run again";
        });
        await rehearsed.Step("a backend reaches its memory limit", async () =>
        {
            var pod = backend.Pods[1];
            var container = pod.Container;
            var limit = await container.AnonymousMemory();
            while (!await container.LimitMemory(limit))
                limit += LimitStep;
            await PostgresInstance.Until("it is killed", async () =>
            {
                // A collection may have given memory back since: the limit follows it down.
                if (!container.Ended.IsCompleted && await container.LimitMemory(limit - LimitStep))
                    limit -= LimitStep;
                return container.Ended.IsCompleted;
            });
            await IsBack(pod, backend);
            rehearsed.Promised(Killing(pod));
            await writers.More(Writes);
            return string.Create(CultureInfo.InvariantCulture, $"killed at {limit >> 20} MiB by the kernel, runs again");
        });
        await rehearsed.Step("what was promised to be there is there", async () =>
        {
            await writers.Pause();
            var wanted = writers.Reminders;
            await PostgresInstance.Until("the reminders are delivered", async () => await Delivered(primary) >= wanted);
            if (isBroken)
                await primary.Scalar($"delete from contacts where id = '{writers.Acknowledged.First().Id}'");
            var (code, report) = await Place.Verify(place.Next, primary);
            var all = writers.Acknowledged.ToList();
            var lost = Judgement.Lost(all, await primary.Contacts()).Count;
            rehearsed.Counted(all.Count, lost, $"{writers.Failures.Count - failed} requests failed while a backend was killed");
            rehearsed.Promised(
                Judgement.NothingLost(all, await primary.Contacts()),
                Judgement.Equal("reminders delivered, each once", wanted, await Delivered(primary)),
                Place.NothingWrong(code, report)
            );
            return $"{wanted} reminders";
        });
        return rehearsed;

        async Task<string> Migrate(string bundle, string version)
        {
            var values = place.Image.Values(primary, 0, version);
            var (code, printed) = await RuncContainer.Run(bundle, place.Plan.Pod("migration"), values);
            rehearsed.Promised(Judgement.Equal("the Job migrates under its limits, exit code", 0, code));
            return code == 0 ? "as its own user, root folder read-only" : printed;
        }

        LocalDeployment Of(string workload) => place.Own(new LocalDeployment(place.Plan.Pod(workload), place.Plan.Rollout(workload)));

        Func<int, IReadOnlyDictionary<string, string?>> Told(string version) => port => place.Image.Values(primary, port, version);
    }

    private static async Task<int> Delivered(PostgresInstance database) =>
        (int)(long)(await database.Scalar("select count(*) from reminder_deliveries"))!;

    private static Task IsBack(LocalPod pod, LocalDeployment deployment) =>
        PostgresInstance.Until("the killed pod is ready again", () =>
            Task.FromResult(pod.ExitCodes.Count > 0 && deployment.ReadyCount == deployment.Replicas)
        );

    private static Promise Killing(LocalPod pod) =>
        Judgement.Equal("a killed container is started again; its exit code", Killed, pod.ExitCodes.LastOrDefault());

    /// <summary>Whether the kernel's view of a pod's process matches the plan.</summary>
    private static async Task<Promise> Confined(LocalPod pod)
    {
        var status = await pod.Container.Status();
        var holds = pod.IsAsPlanned(status);
        return new($"port {pod.Port}: the plan's user, no capabilities, no new privileges", holds);
    }
}
