using System.Diagnostics;
using System.Globalization;
using PmCrm.LocalServers;
using Names = PmCrm.Contract.AppVariables;

namespace PmCrm.Rehearsal.Cluster;

/// <summary>
/// A pod in a real container, managed like the kubelet does: probed, restarted when its container ends, and terminated in the same steps.
/// Source of the steps: Kubernetes documentation, "Pod Lifecycle" and "Configure Liveness, Readiness and Startup Probes".
/// </summary>
internal sealed class LocalPod : IAsyncDisposable
{
    private readonly DeployedPod pod;
    private readonly string bundle;
    private readonly Dictionary<string, string?> environment;
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient client = new();
    private readonly TaskCompletionSource hasContainer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task running;
    private volatile RuncContainer? container;
    private long readySince;
    private long terminatingSince;

    private LocalPod(DeployedPod pod, string bundle, Func<int, IReadOnlyDictionary<string, string?>> environment)
    {
        this.pod = pod;
        this.bundle = bundle;
        this.environment = pod.Environment(environment(Port));
        running = Task.Run(Keep);
    }

    public int Port { get; } = ChildProcess.FreePort();

    /// <summary>The running container.</summary>
    /// <exception cref="InvalidOperationException">No container is running.</exception>
    public RuncContainer Container => container ?? throw new InvalidOperationException("The pod has no container at the moment.");

    /// <summary>Exit codes of its containers so far.</summary>
    public List<int> ExitCodes { get; } = [];

    /// <summary>How long its container took to end after SIGTERM.</summary>
    public TimeSpan EndTime { get; private set; }

    public bool IsReady => Volatile.Read(ref readySince) != 0;

    /// <summary>The version with which it was started.</summary>
    public string Version => environment[Names.AppVersion]!;

    /// <summary>How long it has been ready without interruption.</summary>
    public TimeSpan ReadyFor => Volatile.Read(ref readySince) is var since and not 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Time since its termination started, or null.</summary>
    public TimeSpan? TerminatingFor => Volatile.Read(ref terminatingSince) is var since and not 0 ? Stopwatch.GetElapsedTime(since) : null;

    /// <param name="environment">Returns its environment for a port.</param>
    public static LocalPod Start(DeployedPod pod, string bundle, Func<int, IReadOnlyDictionary<string, string?>> environment) =>
        new(pod, bundle, environment);

    /// <summary>Whether the kernel's status of its process matches the plan: user, group, no capabilities, no new privileges.</summary>
    /// <param name="status">From <see cref="RuncContainer.Status"/>.</param>
    public bool IsAsPlanned(string status) =>
        ((string[])[$"Uid:\t{pod.User}\t{pod.User}", $"Gid:\t{pod.Group}\t{pod.Group}", "CapEff:\t0000000000000000", "NoNewPrivs:\t1"]).All(
            line => status.Contains(line, StringComparison.Ordinal)
        );

    /// <summary>Waits until its first container has started; throws if it could not start.</summary>
    public Task HasStarted => hasContainer.Task;

    /// <summary>Terminates it like a deleted pod: the pause for the load balancer, SIGTERM, and SIGKILL after the grace period.</summary>
    public async Task Terminate()
    {
        Volatile.Write(ref terminatingSince, Stopwatch.GetTimestamp());
        await Task.Delay(pod.PreStop);
        var ending = Container;
        var asked = Stopwatch.GetTimestamp();
        await ending.Terminate();
        try
        {
            await ending.Ended.WaitAsync(pod.ShutdownTime);
        }
        catch (TimeoutException)
        {
            await ending.Kill();
        }
        await running;
        EndTime = Stopwatch.GetElapsedTime(asked);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        client.Dispose();
        stop.Dispose();
    }

    private async Task Keep()
    {
        try
        {
            while (TerminatingFor is null && !stop.IsCancellationRequested)
            {
                await using var next = await RuncContainer.Start(bundle, pod, environment);
                container = next;
                hasContainer.TrySetResult();
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                var probing = Probe(next, ended.Token);
                var code = await next.Ended.WaitAsync(stop.Token);
                Volatile.Write(ref readySince, 0);
                container = null;
                await ended.CancelAsync();
                await probing;
                lock (ExitCodes)
                    ExitCodes.Add(code);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: its container ends too.
        }
        catch (InvalidOperationException exception)
        {
            hasContainer.TrySetException(exception);
        }
    }

    private async Task Probe(RuncContainer probed, CancellationToken cancellationToken)
    {
        try
        {
            // The other two probes wait for the startup probe.
            if (!await Holds(pod.Startup, until: true, cancellationToken))
            {
                await probed.Kill();
                return;
            }
            await Task.WhenAll(WatchReadiness(cancellationToken), WatchLiveness(probed, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The container has ended.
        }
    }

    private async Task WatchReadiness(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Holds(pod.Readiness, until: true, cancellationToken);
            Volatile.Write(ref readySince, Stopwatch.GetTimestamp());
            await Holds(pod.Readiness, until: false, cancellationToken);
            Volatile.Write(ref readySince, 0);
        }
    }

    private async Task WatchLiveness(RuncContainer probed, CancellationToken cancellationToken)
    {
        await Holds(pod.Liveness, until: false, cancellationToken);
        await probed.Kill();
    }

    /// <summary>Probes periodically until one success, or until the maximum number of failures.</summary>
    /// <returns>Whether the last probe succeeded.</returns>
    private async Task<bool> Holds(Probe probe, bool until, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(probe.Period);
        var failures = 0;
        do
        {
            var succeeded = await Asked(probe, cancellationToken);
            failures = succeeded ? 0 : failures + 1;
            if (succeeded && until)
                return true;
            if (failures == probe.MaxFailures)
                return false;
        } while (await timer.WaitForNextTickAsync(cancellationToken));
        return false;
    }

    private async Task<bool> Asked(Probe probe, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(probe.Timeout);
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}{probe.Path}"));
            using var answer = await client.GetAsync(address, timeout.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
