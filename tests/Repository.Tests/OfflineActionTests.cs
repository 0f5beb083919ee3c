namespace PmCrm.Repository.Tests;

/// <summary>Runs the scripts of the public GitHub Action, offline/action.yml, with stubs of the real programs.</summary>
public sealed class OfflineActionTests : IDisposable
{
    private const string Hostile = "$(touch planted) \"; touch planted #";

    private readonly StubTools tools = new();

    private static string Text { get; } = File.ReadAllText(Path.Combine(Checkout.Root, "offline", "action.yml")).ReplaceLineEndings("\n");

    public void Dispose() => tools.Dispose();

    [Fact]
    public async Task It_compares_then_reports_and_names_the_page()
    {
        var (folder, result) = await CompareAsync("production", "infra", "HEAD^1");

        Assert.True(result.ExitCode == 0, result.Printed);
        Assert.Equal(2, tools.Calls.Count);
        Assert.Contains(
            "-- diff production --base HEAD^1 --format markdown --out " + folder + "/pulumi-offline.md --project infra",
            tools.Calls[0],
            StringComparison.Ordinal
        );
        Assert.Contains("-- report production --base HEAD^1 --no-build", tools.Calls[1], StringComparison.Ordinal);
        Assert.Equal($"report={folder}/pulumi-offline.html\n", await ReadAsync(folder, "output"));
        Assert.Equal("what changes\n", await ReadAsync(folder, "summary"));
    }

    [Fact]
    public async Task Inputs_are_arguments_and_never_part_of_a_script()
    {
        var (folder, result) = await CompareAsync(Hostile, Hostile, Hostile);

        Assert.True(result.ExitCode == 0, result.Printed);
        Assert.Contains($"-- diff {Hostile} --base {Hostile} ", tools.Calls[0], StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "planted")));
        Assert.All(Text.Split("run: ").Skip(1), script =>
            Assert.DoesNotContain("${{", script.Split("\n    - name")[0], StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_failed_diff_ends_the_step()
    {
        var (_, result) = await CompareAsync("production", ".", "HEAD^1", "exit 3");

        Assert.Equal(3, result.ExitCode);
        Assert.Single(tools.Calls);
    }

    private static Task<string> ReadAsync(string folder, string name) =>
        File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken);

    private async Task<(string Folder, (int ExitCode, string Printed) Result)> CompareAsync(
        string stack,
        string project,
        string revision,
        string then = "exit 0"
    )
    {
        var folder = tools.NewFolder("runner");
        tools.Add("dotnet", $"echo 'what changes' > '{folder}/pulumi-offline.md'\n{then}");
        var script = Path.Combine(folder, "step.sh");
        await File.WriteAllTextAsync(
            script,
            $"#!/bin/bash\ncd '{folder}'\n{Script("Compare and report")}",
            TestContext.Current.CancellationToken
        );
        // As GitHub runs "shell: bash".
        var result = await tools.RunAsync(
            "bash",
            ["--noprofile", "--norc", "-eo", "pipefail", script],
            new Dictionary<string, string?>
            {
                ["STACK"] = stack,
                ["PROJECT"] = project,
                ["BASE"] = revision,
                ["RUNNER_TEMP"] = folder,
                ["GITHUB_ACTION_PATH"] = "/action",
                ["GITHUB_OUTPUT"] = Path.Combine(folder, "output"),
                ["GITHUB_STEP_SUMMARY"] = Path.Combine(folder, "summary"),
            }
        );
        return (folder, result);
    }

    // The lines below "run: |" of a step, without their indentation.
    private static string Script(string step)
    {
        var text = Text[Text.IndexOf($"- name: {step}\n", StringComparison.Ordinal)..];
        const string Start = "      run: |\n";
        var lines = text[(text.IndexOf(Start, StringComparison.Ordinal) + Start.Length)..].Split('\n');
        return string.Join('\n', lines.TakeWhile(line => line.StartsWith("        ", StringComparison.Ordinal)).Select(line => line[8..]))
            + "\n";
    }
}
