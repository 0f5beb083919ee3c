using System.Text.Json;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

public sealed class DiffCommandTests : IAsyncLifetime
{
    private GitRepository repository = null!;

    public async ValueTask InitializeAsync() => repository = await GitRepository.CreateAsync();

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_diff_runs_the_program_at_both_revisions_and_leaves_no_worktree()
    {
        repository.WriteProgram("US", "kept", "added");
        repository.Write("Pulumi.staging.yaml", "config:\n  shop:tier: large\n  shop:token:\n    secure: v1:two\n");

        var result = await repository.DiffAsync("--base", "main");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.Equal("""
            shop / staging   against main: 2 replaced, 1 removed, 1 added, 1 unchanged

            ± db  DatabaseInstance  replaced
                rootPassword: [secret] changed  (forces replacement)
                tier: small -> large

            + added  Bucket  added
                location US

            ± kept  Bucket  replaced
                location: EU -> US  (forces replacement)

            - removed  Bucket  removed

            """, result.Output);
        Assert.Single((await repository.GitAsync("worktree", "list")).Trim().Split('\n'));
    }

    [Fact]
    public async Task A_diff_in_JSON_shows_no_secret()
    {
        repository.Write("Pulumi.staging.yaml", "config:\n  shop:token:\n    secure: v1:two\n");

        var result = await repository.DiffAsync("--base", "HEAD", "--format", "json");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        using var diff = JsonDocument.Parse(result.Output);
        var change = diff.RootElement.GetProperty("resources")[0].GetProperty("changes")[0];
        Assert.Equal("[secret]", change.GetProperty("old").GetString());
        Assert.Equal("[secret]", change.GetProperty("new").GetString());
        Assert.DoesNotContain("SecretShopToken", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_revision_is_named()
    {
        var result = await repository.DiffAsync("--base", "no-such-branch");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("error: git knows no revision 'no-such-branch'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_a_shallow_clone_lacks_says_how_to_bring_it()
    {
        using var clone = new TempFolder();
        var project = Path.Combine(clone.Root, "clone");
        await repository.CommitAsync("second", "--allow-empty");
        await repository.GitAsync("clone", "--quiet", "--depth", "1", $"file://{repository.Root}", project);

        var result = await PreviewCli.RunAsync("diff", "staging", "--project", project, "--base", "HEAD~1");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("this clone is shallow: git fetch --unshallow brings the rest", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_diff_leaves_no_worktree_and_no_file()
    {
        // A program that never ends: the diff is in the middle of its work for as long as it takes.
        repository.Write("infra/Program.cs", "System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);");
        var output = Path.Combine(repository.Root, "diff.md");

        var result = await PreviewCli.InterruptAsync(
            async () => (await repository.GitAsync("worktree", "list")).Trim().Split('\n').Length > 1,
            "diff", "staging", "--project", repository.Root, "--base", "main", "--out", output);

        Assert.NotEqual(ExitCodes.Fine, result.ExitCode);
        Assert.Contains("error: interrupted", result.Errors, StringComparison.Ordinal);
        Assert.Single((await repository.GitAsync("worktree", "list")).Trim().Split('\n'));
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task A_base_that_does_not_build_is_told_from_a_program_that_does_not()
    {
        repository.Write("infra/Program.cs", "this is no program");
        await repository.CommitAsync("broken", "--all");
        repository.WriteProgram("EU", "kept");

        var result = await repository.DiffAsync("--base", "HEAD");

        Assert.Equal((ExitCodes.ProgramFailed, ""), (result.ExitCode, result.Output));
        Assert.Contains("error: at HEAD: the program does not build", result.Errors, StringComparison.Ordinal);
    }
}
