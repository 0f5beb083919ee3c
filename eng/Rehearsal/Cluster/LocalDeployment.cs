using PmCrm.LocalServers;

namespace PmCrm.Rehearsal.Cluster;

/// <summary>The pods of a Deployment, with rolling updates like the Deployment controller's.</summary>
internal sealed class LocalDeployment(DeployedPod pod, Rollout rollout) : IAsyncDisposable
{
    private readonly List<LocalPod> pods = [];

    /// <summary>All of its pods, including terminating ones.</summary>
    public IReadOnlyList<LocalPod> Pods
    {
        get
        {
            lock (pods)
                return [.. pods];
        }
    }

    /// <summary>Number of pods that accept requests.</summary>
    public int ReadyCount => Pods.Count(one => one.IsReady && one.TerminatingFor is null);

    public int Replicas => rollout.Replicas;

    /// <summary>Starts the autoscaler's minimum number of pods, and waits until all are ready.</summary>
    public async Task Start(string bundle, Func<int, IReadOnlyDictionary<string, string?>> environment)
    {
        for (var i = 0; i < rollout.Replicas; i++)
            await Add(bundle, environment);
        await PostgresInstance.Until("every pod is ready", () => Task.FromResult(ReadyCount == rollout.Replicas));
    }

    /// <summary>Replaces every pod, never with fewer ready pods or more pods in total than the strategy allows.</summary>
    /// <returns>The replaced pods, which have ended, and the minimum number of ready pods during the update.</returns>
    public async Task<(IReadOnlyList<LocalPod> Replaced, int FewestReady)> RollOut(
        string bundle,
        Func<int, IReadOnlyDictionary<string, string?>> environment
    )
    {
        var old = Pods;
        var added = new List<LocalPod>();
        var waiting = new Queue<LocalPod>(old);
        var ending = new List<Task>();
        var fewest = ReadyCount;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (waiting.Count > 0 || added.Any(one => one.ReadyFor < rollout.MinReady))
        {
            while (added.Count < rollout.Replicas && added.Count + waiting.Count < rollout.Replicas + rollout.MaxSurge)
                added.Add(await Add(bundle, environment));
            var available = waiting.Count(one => one.IsReady) + added.Count(one => one.ReadyFor >= rollout.MinReady);
            if (waiting.Count > 0 && available - 1 >= rollout.Replicas - rollout.MaxUnavailable)
                ending.Add(waiting.Dequeue().Terminate());
            fewest = Math.Min(fewest, ReadyCount);
            await timer.WaitForNextTickAsync();
        }
        await Task.WhenAll(ending);
        lock (pods)
            pods.RemoveAll(old.Contains);
        return (old, fewest);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Pods)
            await one.DisposeAsync();
    }

    private async Task<LocalPod> Add(string bundle, Func<int, IReadOnlyDictionary<string, string?>> environment)
    {
        var one = LocalPod.Start(pod, bundle, environment);
        lock (pods)
            pods.Add(one);
        await one.HasStarted;
        return one;
    }
}
