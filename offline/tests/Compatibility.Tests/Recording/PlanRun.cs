using PmCrm.Preview.Engine;
using PmCrm.Preview.Project;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>Runs the real program for one stack, under the preview engine.</summary>
internal static class PlanRun
{
    public const string Simulated = "simulated";
    private const string Unknowns = "unknowns";

    /// <summary>Every stack, with simulated values and with unknown ones.</summary>
    public static TheoryData<string, string> All { get; } =
        new(from stack in new[] { "staging", "production", "mvp" } from values in new[] { Simulated, Unknowns } select (stack, values));

    /// <param name="stack">A stack with a configuration file.</param>
    /// <param name="values">How values that are not known before the deployment are treated.</param>
    /// <param name="program">The program's assembly; without it, the one of this build.</param>
    public static async Task<RunResult> RunAsync(string stack, string values, string? program = null)
    {
        var project = ProjectFile.Find(RepositoryRoot.Folder);
        var result = await PreviewEngine.RunAsync(
            new RunRequest
            {
                Command = ProgramCommand.ForAssembly(program ?? BuildFacts.Program("infra", "infra"), project.MainDirectory),
                Project = project.Name,
                Stack = stack,
                RootDirectory = project.Directory,
                Config = StackConfiguration.Read(project, stack).Entries,
                Unknowns = values == Unknowns,
            }
        );
        Assert.False(result.Failed, $"'{stack}' does not preview: {string.Join("; ", result.Diagnostics)}");
        return result;
    }
}
