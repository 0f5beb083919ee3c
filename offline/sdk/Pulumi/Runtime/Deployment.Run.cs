using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <content>Running programs.</content>
public sealed partial class Deployment
{
    /// <summary>Set by the preview engine for the programs that it starts.</summary>
    private const string PreviewEngineVariable = "PMCRM_PREVIEW_ENGINE";

    /// <summary>Runs a program. The exit code is 0 for success, 1 if it logged errors, 32 if it failed with a reported reason.</summary>
    public static Task<int> RunAsync(Action action) =>
        RunAsync(() =>
        {
            action();
            return NoOutputs;
        });

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(() => Task.FromResult(func()));

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<Task> func) =>
        RunAsync(async () =>
        {
            await func().ConfigureAwait(false);
            return NoOutputs;
        });

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
        RunUnderEngineAsync(runner => runner.RunAsync(func, options));

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => RunUnderEngineAsync(runner => runner.RunAsync(Create<TStack>));

    /// <summary>Runs a program whose stack comes from a container.</summary>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return RunUnderEngineAsync(runner => runner.RunAsync(() => Resolve<TStack>(serviceProvider)));
    }

    private static IDictionary<string, object?> NoOutputs => ImmutableDictionary<string, object?>.Empty;

    private static async Task<int> RunUnderEngineAsync(Func<Runner, Task<int>> run)
    {
        var settings = RunSettings.FromEnvironment(out var monitor, out var engine);
        if (Environment.GetEnvironmentVariable(PreviewEngineVariable) != "1")
        {
            // Its provider schemas are incomplete, and its wire requests are tested only against recorded ones.
            await Console
                .Error.WriteLineAsync(
                    "This program is built with the stand-in for Pulumi's packages, which only previews. "
                        + "Build it with the official packages to deploy: PulumiSdk=official dotnet build infra"
                )
                .ConfigureAwait(false);
            return Environment.ExitCode = 1;
        }

        using var client = new GrpcEngineClient(monitor, engine);
        return await new Deployment(settings, client, client).RunAsync(run).ConfigureAwait(false);
    }

    /// <summary>Like <c>new TStack()</c>, which would wrap what the constructor throws.</summary>
    private static TStack Create<TStack>()
        where TStack : Stack =>
        (TStack)
            Activator.CreateInstance(
                typeof(TStack),
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions,
                null,
                null,
                null
            )!;

    private static TStack Resolve<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack =>
        serviceProvider.GetService(typeof(TStack)) as TStack
        ?? throw new InvalidOperationException($"The service provider has no {typeof(TStack)}.");
}
