using PmCrm.Preview.Engine;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Tests.Harness;

/// <summary>Runs the sample program under the engine, in this process.</summary>
internal static class Sample
{
    public const string Project = "shop";
    public const string Stack = "staging";

    public static Task<RunResult> RunAsync(string scenario, params (string Key, ConfigEntry Entry)[] config) =>
        RunAsync(request => request, scenario, config);

    public static Task<RunResult> RunAsync(
        Func<RunRequest, RunRequest> change,
        string scenario,
        params (string Key, ConfigEntry Entry)[] config
    )
    {
        var entries = config.Prepend(("scenario", ConfigEntry.Plain(scenario)));
        var request = new RunRequest
        {
            Command = ProgramCommand.ForAssembly(Built.Scenarios, Built.ScenariosSource),
            Project = Project,
            Stack = Stack,
            RootDirectory = Built.ScenariosSource,
            Config = entries.ToDictionary(entry => $"{Project}:{entry.Item1}", entry => entry.Item2),
            Timeout = TimeSpan.FromSeconds(60),
        };
        return PreviewEngine.RunAsync(change(request), TestContext.Current.CancellationToken);
    }
}
