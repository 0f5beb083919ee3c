using PmCrm.Preview.Diff;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Tests.Diff.Measured;

/// <summary>Records the plans of the changes; README.md beside the data has the command.</summary>
public sealed class RecordMeasuredChanges
{
    /// <summary>The folder of a built checkout of the program that was measured.</summary>
    private const string Variable = "MEASURED_PROGRAM";

    [Theory(Explicit = true)]
    [InlineData("production")]
    [InlineData("staging")]
    public async Task RecordAsync(string stack)
    {
        var folder = Environment.GetEnvironmentVariable(Variable)
            ?? throw new InvalidOperationException($"{Variable} names the folder of a built checkout of the program that was measured");
        var project = ProjectFile.Find(folder);
        var config = StackConfiguration.Read(project, stack).Entries;
        var request = new RunRequest
        {
            Command = await ProgramBuild.For(project, false).CommandAsync(TestContext.Current.CancellationToken),
            Project = project.Name,
            Stack = stack,
            RootDirectory = project.Directory,
            Config = config,
        };
        var before = await RunAsync(request) ?? throw new InvalidOperationException($"the program fails in {stack}");
        var file = new PlanFile();
        file.Before.AddRange(before.Resources);
        foreach (var change in MeasuredChanges.All.Where(change => change.Stack == stack))
        {
            var changed = config.ToDictionary();
            foreach (var (key, value) in change.Settings)
                if (key[0] == '-')
                    changed.Remove($"{project.Name}:{key[1..]}");
                else if (key[0] == '!')
                    changed[$"{project.Name}:{key[1..]}"] = ConfigEntry.Secret(value);
                else
                    changed[$"{project.Name}:{key}"] = ConfigEntry.Plain(value);
            var prior = new StepGenerator(before, MeasuredChanges.Rules);
            if (await RunAsync(request with { Config = changed, Prior = prior }) is { } after)
                file.After[change.Name] = [.. after.Resources];
        }
        file.Write(MeasuredChanges.PlanPath(stack));
    }

    private static async Task<DeploymentPlan?> RunAsync(RunRequest request)
    {
        var run = await PreviewEngine.RunAsync(request, TestContext.Current.CancellationToken);
        foreach (var said in run.Diagnostics.Where(said => said.Severity == Severity.Error))
            TestContext.Current.TestOutputHelper?.WriteLine(said.Message);
        return run.Failed ? null : run.Plan;
    }
}
