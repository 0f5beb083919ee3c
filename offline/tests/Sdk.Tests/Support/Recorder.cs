using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Support;

/// <summary>Mocks that record calls, and answer with the arguments or with values of the test.</summary>
public sealed class Recorder : IMocks
{
    private readonly ConcurrentQueue<MockResourceArgs> resources = new();
    private readonly ConcurrentQueue<MockCallArgs> calls = new();
    private readonly ConcurrentQueue<MockRegisterResourceOutputsRequest> outputs = new();

    public Func<MockResourceArgs, (string? Id, object State)> Answer { get; init; } = args => ($"{args.Name}-id", args.Inputs);

    public Func<MockCallArgs, object> Call { get; init; } = args => args.Args;

    public IReadOnlyCollection<MockResourceArgs> Resources => resources;

    public IReadOnlyCollection<MockCallArgs> Calls => calls;

    public IReadOnlyCollection<MockRegisterResourceOutputsRequest> Outputs => outputs;

    public ImmutableDictionary<string, object> InputsOfAsync(string name) => resources.Single(resource => resource.Name == name).Inputs;

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        resources.Enqueue(args);
        return Task.FromResult<(string?, object)>(Answer(args));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        calls.Enqueue(args);
        return Task.FromResult(Call(args));
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        outputs.Enqueue(args);
        return Task.CompletedTask;
    }
}

/// <summary>Runs snippets as programs.</summary>
public static class Program
{
    public static readonly TestOptions Preview = new() { IsPreview = true };

    public static readonly TestOptions Update = new() { IsPreview = false };

    /// <summary>The inputs that the provider gets for a resource named "it".</summary>
    public static async Task<ImmutableDictionary<string, object>> InputsOfAsync(Func<ThingArgs> args, TestOptions? options = null)
    {
        var recorder = new Recorder();
        await Deployment.TestAsync(recorder, options ?? Preview, () =>
        {
            _ = new Thing("it", args());
        });
        return recorder.InputsOfAsync("it");
    }

    /// <summary>The one exception that a program fails with.</summary>
    public static async Task<Exception> FailureOfAsync(Action program, IMocks? mocks = null) =>
        await Assert.ThrowsAnyAsync<Exception>(() => Deployment.TestAsync(mocks ?? new Recorder(), Preview, program));
}

/// <summary>All facts about an output.</summary>
public static class Inspect
{
    public static async Task<Seen<T>> SeeAsync<T>(this Output<T> output) =>
        new(
            await OutputUtilities.GetIsKnownAsync(output),
            await Output.IsSecretAsync(output),
            await OutputUtilities.GetValueAsync(output),
            [.. (await OutputUtilities.GetDependenciesAsync(output)).Select(resource => resource.GetResourceName()).Order()]
        );
}

public sealed record Seen<T>(bool IsKnown, bool IsSecret, T Value, ImmutableArray<string> Dependencies);
