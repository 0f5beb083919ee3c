namespace PmCrm.Repository.Tests;

/// <summary>Runs eng/look-for-drift and eng/report-drift with stubs of pulumi and gh.</summary>
public sealed class DriftScriptTests : IDisposable
{
    private static readonly Dictionary<string, string?> Github = new()
    {
        ["GITHUB_REPOSITORY"] = "owner/name",
        ["RUN_URL"] = "https://example.org/run",
    };

    private readonly StubTools tools = new();

    public void Dispose() => tools.Dispose();

    [Theory]
    [InlineData("exit 0", "none")]
    [InlineData("echo 'error: no changes were expected for refresh but changes were proposed' >&2; exit 255", "drift")]
    public async Task The_result_of_the_comparison_is_written_down(string pulumi, string state)
    {
        tools.Add("pulumi", pulumi);
        var folder = tools.NewFolder("drift");

        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("look-for-drift"), ["staging", folder]);

        Assert.True(exitCode == 0, printed);
        Assert.Equal(state, (await File.ReadAllTextAsync(Path.Combine(folder, "state"))).Trim());
        Assert.StartsWith("pulumi refresh --stack staging --preview-only", Assert.Single(tools.Calls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'error: the stack is currently locked by 1 lock(s)' >&2; exit 255", "is locked")]
    [InlineData("echo 'error: could not read the state: 403' >&2; exit 255", "could not be compared")]
    public async Task A_comparison_that_was_not_made_fails_and_leaves_no_result(string pulumi, string said)
    {
        tools.Add("pulumi", pulumi);
        var folder = tools.NewFolder("drift");

        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("look-for-drift"), ["staging", folder]);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, printed, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "state")));
    }

    [Theory]
    [InlineData("drift", "", "gh issue create")]
    [InlineData("drift", "7", "gh issue edit 7")]
    [InlineData("none", "7", "gh issue close 7")]
    public async Task One_issue_follows_the_drift_of_a_stack(string state, string open, string call)
    {
        tools.Add("gh", $"[ \"$2\" != list ] || echo '{open}'");

        await ReportAsync(state);

        Assert.Equal(2, tools.Calls.Count);
        Assert.StartsWith(call, tools.Calls[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_drift_and_without_an_issue_nothing_is_written()
    {
        tools.Add("gh", "true");

        await ReportAsync("none");

        Assert.StartsWith("gh issue list", Assert.Single(tools.Calls), StringComparison.Ordinal);
    }

    private async Task ReportAsync(string state)
    {
        var folder = tools.NewFolder("drift");
        await File.WriteAllTextAsync(Path.Combine(folder, "state"), state + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "differences.txt"), "~ gcp:storage:Bucket");
        var (exitCode, printed) = await tools.RunAsync(Checkout.Script("report-drift"), ["staging", folder], Github);
        Assert.True(exitCode == 0, printed);
    }
}
