using System.Collections.Concurrent;

namespace Pulumi;

/// <summary>One run of a program: against the engine that started it, or against mocks in a test.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> Running = new();

    private readonly ConcurrentDictionary<string, Task<bool>> features = new();
    private readonly IEngine engine;
    private Stack? stack;

    private Deployment(RunSettings settings, IMonitor monitor, IEngine engine)
    {
        Settings = settings;
        Monitor = monitor;
        this.engine = engine;
        Runner = new Runner(this);
        Logger = new EngineLogger(engine, Runner);
    }

    /// <summary>The run that this code is part of.</summary>
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public static DeploymentInstance Instance =>
        Running.Value
        ?? throw new InvalidOperationException(
            "Deployment.Instance, resources, config and logs are available only inside Deployment.RunAsync or Deployment.TestAsync."
        );

    internal static Deployment? Current => Running.Value?.Deployment;

    internal static Deployment Required => Instance.Deployment;

    internal RunSettings Settings { get; }

    internal IMonitor Monitor { get; }

    internal Runner Runner { get; }

    internal EngineLogger Logger { get; }

    internal Stack Stack
    {
        get => stack ?? throw new InvalidOperationException("The stack does not exist yet.");
        set => stack = value;
    }

    internal Task<bool> SupportsAsync(string feature) => features.GetOrAdd(feature, Monitor.SupportsFeatureAsync);

    /// <summary>Runs within its own asynchronous flow, so that tests can run side by side.</summary>
    private async Task<int> RunAsync(Func<Runner, Task<int>> run)
    {
        if (Running.Value != null)
            throw new InvalidOperationException("A run cannot be started inside another one.");
        Running.Value = new DeploymentInstance(this);
        try
        {
            return await run(Runner).ConfigureAwait(false);
        }
        finally
        {
            await StopCallbacksAsync().ConfigureAwait(false);
        }
    }
}
