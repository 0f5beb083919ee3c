using PmCrm.Preview.Diff;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

/// <summary>The guarantees of docs/decisions/0015-kept-base-builds.md.</summary>
public sealed class KeptBaseTests : IAsyncLifetime
{
    private const string BaseBuilds = "building infra.csproj";
    private const string WasKept = "with the kept build";

    private readonly TempFolder data = new();
    private GitRepository repository = null!;

    private string Bases => Path.Combine(data.Root, "pulumi-preview", "bases");

    public async ValueTask InitializeAsync() => repository = await GitRepository.CreateAsync();

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        data.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Second_comparison_with_a_commit_builds_nothing_and_prints_the_same()
    {
        repository.WriteProgram("US", "kept", "added");
        var first = await DiffAsync();
        var second = await DiffAsync("--no-build");

        Assert.DoesNotContain(WasKept, first.Errors, StringComparison.Ordinal);
        Assert.Contains(WasKept, second.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(BaseBuilds, second.Errors, StringComparison.Ordinal);
        Assert.Equal(first.Output, second.Output);
        Assert.Single((await repository.GitAsync("worktree", "list")).Trim().Split('\n'));
    }

    [Fact]
    public async Task A_failing_working_tree_shows_its_own_error_and_not_that_of_the_base()
    {
        await DiffAsync();
        repository.Write("Pulumi.staging.yaml", "config: {}\n");

        var result = await PreviewCli.RunAsync(
            Environment,
            "diff",
            "staging",
            "--project",
            repository.Root,
            "--base",
            "main",
            "--no-build"
        );

        Assert.Equal((ExitCodes.ProgramFailed, ""), (result.ExitCode, result.Output));
        Assert.Contains("shop:token", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("at main:", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_moved_is_compared_at_its_present_commit()
    {
        await DiffAsync();
        repository.WriteProgram("EU", "kept", "removed", "second");
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync("second");

        var moved = await DiffAsync();

        Assert.DoesNotContain(WasKept, moved.Errors, StringComparison.Ordinal);
        Assert.Contains("against main: nothing changes", moved.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetDirectories(Bases).Length);
    }

    [Fact]
    public async Task A_kept_checkout_that_was_modified_is_replaced()
    {
        var first = await DiffAsync();
        var kept = Assert.Single(Directory.GetDirectories(Bases));
        File.AppendAllText(Path.Combine(kept, "checkout", "infra", "Program.cs"), "\n#error changed\n");

        var second = await DiffAsync("--no-build");

        Assert.DoesNotContain(WasKept, second.Errors, StringComparison.Ordinal);
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public async Task A_fresh_base_is_built_although_one_was_kept()
    {
        await DiffAsync();
        var fresh = await DiffAsync("--no-build", "--fresh-base");

        Assert.DoesNotContain(WasKept, fresh.Errors, StringComparison.Ordinal);
        Assert.Contains(BaseBuilds, fresh.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_does_not_build_is_not_kept()
    {
        repository.Write("infra/Program.cs", "this is no program");
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync("broken");
        repository.WriteProgram("EU", "kept", "removed");

        var result = await PreviewCli.RunAsync(Environment, "diff", "staging", "--project", repository.Root, "--base", "HEAD");

        Assert.Equal(ExitCodes.ProgramFailed, result.ExitCode);
        Assert.False(File.Exists(Path.Combine(Assert.Single(Directory.GetDirectories(Bases)), "built")));
        Assert.False(Directory.Exists(Path.Combine(Directory.GetDirectories(Bases)[0], "checkout")));
    }

    [Fact]
    public void Only_the_newest_are_kept_and_one_in_use_is_not_deleted()
    {
        using var home = new TempFolder();
        var before = System.Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        System.Environment.SetEnvironmentVariable("XDG_DATA_HOME", home.Root);
        try
        {
            using var inUse = KeptCheckout.Open(repository.Root, "commit-in-use")!;
            inUse.MarkBuilt();
            Assert.Null(KeptCheckout.Open(repository.Root, "commit-in-use"));
            foreach (var commit in Enumerable.Range(0, 5))
            {
                using var kept = KeptCheckout.Open(repository.Root, $"commit-{commit}")!;
                kept.MarkBuilt();
            }
            Assert.True(inUse.IsBuilt);
            Assert.InRange(
                Directory.GetDirectories(Path.Combine(home.Root, "pulumi-preview", "bases")).Length,
                1,
                KeptCheckout.MaxKept + 1
            );
        }
        finally
        {
            System.Environment.SetEnvironmentVariable("XDG_DATA_HOME", before);
        }
    }

    private Dictionary<string, string> Environment => new() { ["XDG_DATA_HOME"] = data.Root };

    private async Task<CliResult> DiffAsync(params string[] options)
    {
        var result = await PreviewCli.RunAsync(
            Environment,
            ["diff", "staging", "--project", repository.Root, "--base", "main", .. options]
        );
        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        return result;
    }
}
