using PmCrm.LocalServers;

namespace PmCrm.Rehearsal.Cluster;

/// <summary>The pods of a Deployment, and its rolling update as the Deployment controller does it.</summary>
internal sealed class LocalDeployment(DeployedPod pod, Rollout rollout) : IAsyncDisposable
{
    private readonly List<LocalPod> pods = [];

    /// <summary>All its pods, those that are ending among them.</summary>
    public IReadOnlyList<LocalPod> Pods
    {
        get
        {
            lock (pods)
                return [.. pods];
        }
    }

    /// <summary>Pods that take requests.</summary>
    public int ReadyCount => Pods.Count(one => one.IsReady && one.TerminatingFor is null);

    public int Replicas => rollout.Replicas;

    /// <summary>Starts as many pods as the autoscaler keeps at least, and waits until all are ready.</summary>
    public async Task Start(string bundle, Func<int, IReadOnlyDictionary<string, string?>> environment)
    {
        for (var i = 0; i < rollout.Replicas; i++)
            await Add(bundle, environment);
        await PostgresInstance.Until("every pod is ready", () => Task.FromResult(ReadyCount == rollout.Replicas));
    }

    /// <summary>Replaces every pod, never with fewer that are ready or more in all than the strategy allows.</summary>
    /// <returns>The pods that were replaced, ended; and the fewest that were ready meanwhile.</returns>
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
