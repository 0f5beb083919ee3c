using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

/// <content>Testing programs against mocks.</content>
public sealed partial class Deployment
{
    /// <summary>Runs a stack against mocks.</summary>
    /// <returns>All resources in the order of their registration, the stack first.</returns>
    /// <exception cref="RunException">If one error was logged, or the program failed.</exception>
    /// <exception cref="AggregateException">If there were several errors.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => TestAsync(mocks, options, runner => runner.RunAsync(Create<TStack>));

    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions?)"/>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks,
        IServiceProvider serviceProvider,
        TestOptions? options = null
    )
        where TStack : Stack => TestAsync(mocks, options, runner => runner.RunAsync(() => Resolve<TStack>(serviceProvider)));

    /// <summary>Runs a program against mocks.</summary>
    /// <returns>All resources in the order of their registration, without the stack, and the program's outputs.</returns>
    /// <exception cref="RunException">If one error was logged, or the program failed.</exception>
    /// <exception cref="AggregateException">If there were several errors.</exception>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<Task<IDictionary<string, object?>>> createResources
    )
    {
        var resources = await TestAsync(testMocks, testOptions, runner => runner.RunAsync(() => new TestStack(createResources)))
            .ConfigureAwait(false);
        var outputs = resources.OfType<TestStack>().FirstOrDefault() is { } stack ? stack.Returned : new Dictionary<string, object?>();
        return ([.. resources.Where(resource => resource is not TestStack)], outputs);
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<IDictionary<string, object?>> createResources
    ) => TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources) =>
        (
            await TestAsync(testMocks, testOptions, async () =>
                {
                    await createResources().ConfigureAwait(false);
                    return NoOutputs;
                })
                .ConfigureAwait(false)
        ).Resources;

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources) =>
        (
            await TestAsync(testMocks, testOptions, () =>
                {
                    createResources();
                    return NoOutputs;
                })
                .ConfigureAwait(false)
        ).Resources;

    private static async Task<ImmutableArray<Resource>> TestAsync(IMocks mocks, TestOptions? options, Func<Runner, Task<int>> run)
    {
        var settings = RunSettings.FromTestOptions(options);
        var monitor = new MockMonitor(mocks, settings.Project, settings.Stack);
        var engine = new MockEngine();
        await new Deployment(settings, monitor, engine).RunAsync(run).ConfigureAwait(false);
        return engine.Errors switch
        {
            [] => monitor.Resources,
            [var only] => throw new RunException(only),
            var several => throw new AggregateException(several.Select(message => new RunException(message))),
        };
    }
}
