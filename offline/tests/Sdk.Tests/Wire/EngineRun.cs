using System.Text.Json;
using PmCrm.Sdk.Tests.Support;
using Pulumi;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>Tests that change this process's environment run alone, because the others read it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "process environment";
}

/// <summary>Runs programs in this process as an engine would start them.</summary>
internal static class EngineRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<(int ExitCode, RecordingEngine Engine)> RunAsync(
        Func<Task<int>> program,
        RecordingEngine? behaviour = null,
        bool isPreview = true,
        Dictionary<string, string>? config = null,
        string[]? secretKeys = null
    )
    {
        await using var engine = await RecordingEngine.StartAsync(behaviour);
        var exitCodeBefore = Environment.ExitCode;
        using var environment = new EnvironmentScope(
            new()
            {
                ["PMCRM_PREVIEW_ENGINE"] = "1",
                ["PULUMI_MONITOR"] = engine.Address,
                ["PULUMI_ENGINE"] = engine.Address,
                ["PULUMI_PROJECT"] = "proj",
                ["PULUMI_STACK"] = "dev",
                ["PULUMI_ORGANIZATION"] = "org",
                ["PULUMI_ROOT_DIRECTORY"] = "/root-of-the-project",
                ["PULUMI_DRY_RUN"] = isPreview ? "true" : "false",
                ["PULUMI_QUERY_MODE"] = "false",
                ["PULUMI_PARALLEL"] = "16",
                ["PULUMI_CONFIG"] = config == null ? null : JsonSerializer.Serialize(config),
                ["PULUMI_CONFIG_SECRET_KEYS"] = secretKeys == null ? null : JsonSerializer.Serialize(secretKeys),
            }
        );
        try
        {
            return (await program().WaitAsync(Limit), engine);
        }
        finally
        {
            Environment.ExitCode = exitCodeBefore;
        }
    }

    /// <summary>A program with the resource <c>it</c>, whose provider returns this state.</summary>
    public static async Task<(Thing Thing, RecordingEngine Engine)> ReadThingAsync(string state)
    {
        Thing? thing = null;
        var (exitCode, engine) = await RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it");
                }),
            RecordingEngine.Answering(state)
        );
        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        return (thing!, engine);
    }
}

/// <summary>Sets variables of this process, and restores them.</summary>
internal sealed class EnvironmentScope : IDisposable
{
    private readonly Dictionary<string, string?> before = [];

    public EnvironmentScope(Dictionary<string, string?> variables)
    {
        foreach (var (name, value) in variables)
        {
            before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
    }
}
