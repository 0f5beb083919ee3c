using PmCrm.LocalServers;

namespace PmCrm.Repository.Tests;

/// <summary>Workflow files pass GitHub's own language service and actionlint (eng/workflow-lint).</summary>
public sealed class WorkflowLintTests(WorkflowLint lint) : IClassFixture<WorkflowLint>
{
    [Fact]
    public async Task Every_workflow_is_without_a_finding()
    {
        var (exitCode, printed) = await lint.RunAsync(Checkout.Workflows);

        Assert.True(exitCode == 0, printed);
    }

    [Theory]
    [InlineData("inputs.stack", "inputs.stak", "Context access might be invalid: stak")]
    [InlineData("runs-on: ubuntu-24.04", "run-on: ubuntu-24.04", "run-on")]
    [InlineData("needs: approve", "needs: aprove", "aprove")]
    [InlineData("permissions:\n      contents: read", "permissions:\n      content: read", "content")]
    public async Task A_mistake_is_found(string right, string wrong, string said)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("workflow-").FullName, "stack.yml");
        var text = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, ".github", "workflows", "stack.yml"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(right, wrong, StringComparison.Ordinal));
        try
        {
            var (exitCode, printed) = await lint.RunAsync([file]);

            Assert.Equal(1, exitCode);
            Assert.Contains(said, printed, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}

/// <summary>The linters, installed by npm once for all tests of the class; the source folder is not changed.</summary>
public sealed class WorkflowLint
{
    private readonly Lazy<Task<string>> folder = new(InstallAsync);

    public async Task<(int ExitCode, string Printed)> RunAsync(IEnumerable<string> workflows)
    {
        Assert.SkipWhen(!NpmPackages.IsPossible && Environment.GetEnvironmentVariable("CI") is null, "npm is not installed");
        return await ChildProcess.Run("node", [Path.Combine(await folder.Value, "lint.mjs"), .. workflows]);
    }

    private static async Task<string> InstallAsync()
    {
        var source = Path.Combine(Checkout.Root, "eng", "workflow-lint");
        var target = Path.Combine(Checkout.Root, "artifacts", "workflow-lint");
        _ = await NpmPackages.Install(source, target);
        foreach (var name in new[] { "lint.mjs", "json-as-module.mjs" })
            File.Copy(Path.Combine(source, name), Path.Combine(target, name), overwrite: true);
        return target;
    }
}
