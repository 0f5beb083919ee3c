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
        Assert.Equal(
            """
            shop / staging   against main: 1 replaced, 1 removed, 1 changed, 1 added, 1 unchanged

            ~ db  DatabaseInstance
                rootPassword: [secret] changed
                tier: small -> large

            + added  Bucket  added
                location US

            ± kept  Bucket  replaced
                location: EU -> US  (forces replacement)

            - removed  Bucket  removed

            """,
            result.Output
        );
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
    public async Task A_comment_over_two_stacks_names_the_base_by_its_commit_and_leaves_no_worktree()
    {
        repository.Write("Pulumi.production.yaml", "config:\n  shop:token:\n    secure: v1:one\n");
        repository.WriteProgram("US", "kept");

        var result = await repository.DiffAsync("--base", "main", "--format", "markdown", "--with", "production");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        var commit = (await repository.GitAsync("rev-parse", "--short", "main")).Trim();
        Assert.Matches(
            $"^## What this does to the infrastructure\n\n- `production`: .*safe.*\n- `staging`: .*replaces.*\n\nCompared with `{commit}` `base`\\.",
            result.Output
        );
        Assert.Single((await repository.GitAsync("worktree", "list")).Trim().Split('\n'));
    }

    [Fact]
    public async Task A_second_stack_is_refused_in_formats_other_than_markdown()
    {
        var result = await repository.DiffAsync("--base", "main", "--with", "production");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("--with needs --format markdown", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_revision_is_named()
    {
        var result = await repository.DiffAsync("--base", "no-such-branch");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("error: git knows no revision 'no-such-branch'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_missing_from_a_shallow_clone_names_the_git_fetch_command()
    {
        using var clone = new TempFolder();
        var project = Path.Combine(clone.Root, "clone");
        await repository.CommitAsync("second", "--allow-empty");
        await repository.GitAsync("clone", "--quiet", "--depth", "1", $"file://{repository.Root}", project);

        var result = await PreviewCli.RunAsync("diff", "staging", "--project", project, "--base", "HEAD~1");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("this clone is shallow; to get all commits: git fetch --unshallow", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remote_branch_missing_from_a_clone_names_the_git_fetch_command()
    {
        await repository.GitAsync("remote", "add", "origin", "file:///nowhere");

        var result = await repository.DiffAsync("--base", "origin/main");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("to get it: git fetch origin main:refs/remotes/origin/main", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_repository_is_reported_in_the_words_of_git()
    {
        repository.Write(".git/HEAD", "broken");

        var result = await repository.DiffAsync("--base", "main");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("error: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("preview itself failed", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_of_another_owner_is_reported_with_the_reason_of_git()
    {
        var environment = new Dictionary<string, string> { ["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1" };

        var result = await PreviewCli.RunAsync(environment, "diff", "staging", "--project", repository.Root, "--base", "main");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("detected dubious ownership", result.Errors, StringComparison.Ordinal);
        Assert.Contains("safe.directory", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_through_a_symbolic_link_is_compared_with_its_base_and_hooks_do_not_run()
    {
        using var links = new TempFolder();
        var ran = Path.Combine(links.Root, "ran");
        repository.Write(".git/hooks/post-checkout", $"#!/bin/sh\ntouch '{ran}'\nexit 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(repository.Root, ".git/hooks/post-checkout"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(Path.Combine(links.Root, "link"), repository.Root);
        repository.WriteProgram("US", "kept", "removed");

        var result = await PreviewCli.RunAsync("diff", "staging", "--project", Path.Combine(links.Root, "link"), "--base", "main");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.Contains("2 replaced", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(ran), "the hook ran");
    }

    [Theory]
    [InlineData("main")]
    [InlineData("link")]
    public async Task A_base_that_leads_back_to_the_working_tree_is_refused(string how)
    {
        if (how == "main")
        {
            repository.Write("Pulumi.yaml", $"name: shop\nruntime: dotnet\nmain: {repository.Root}/infra\nconfig:\n  tier: small\n");
        }
        else
        {
            Directory.Move(Path.Combine(repository.Root, "infra"), Path.Combine(repository.Root, "moved"));
            Directory.CreateSymbolicLink(Path.Combine(repository.Root, "infra"), Path.Combine(repository.Root, "moved"));
        }
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync("absolute");

        var result = await repository.DiffAsync("--base", "HEAD");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains(
            "outside of the revision, so the working tree would be compared with itself",
            result.Errors,
            StringComparison.Ordinal
        );
        Assert.Single((await repository.GitAsync("worktree", "list")).Trim().Split('\n'));
    }

    [Fact]
    public async Task Submodules_are_checked_out_in_the_base()
    {
        using var other = new TempFolder();
        await repository.GitAsync("init", "--quiet", other.Root);
        other.Write("settings.txt", "small");
        string[] author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
        await repository.GitAsync(["-C", other.Root, "add", "--all"]);
        await repository.GitAsync(["-C", other.Root, .. author, "commit", "--quiet", "--message", "one"]);
        await repository.GitAsync("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.Root, "infra/shared");
        repository.Write(
            "infra/Program.cs",
            """
            _ = System.IO.File.ReadAllText("shared/settings.txt");
            return await Pulumi.Deployment.RunAsync(() => { });
            """
        );
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync("with a submodule");

        var result = await repository.DiffAsync("--base", "HEAD");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.Contains("nothing changes", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submodule_that_cannot_be_checked_out_is_named()
    {
        await repository.GitAsync("update-index", "--add", "--cacheinfo", "160000,0123456789012345678901234567890123456789,infra/shared");
        repository.Write(".gitmodules", "[submodule \"shared\"]\n\tpath = infra/shared\n\turl = file:///nowhere\n");
        await repository.GitAsync("add", ".gitmodules");
        await repository.CommitAsync("with a submodule");

        var result = await repository.DiffAsync("--base", "HEAD");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains("cannot check out the submodule 'infra/shared' of 'HEAD': ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_diff_leaves_no_worktree_and_no_file()
    {
        // A program that never exits, so the diff is still running when it is interrupted.
        repository.Write("infra/Program.cs", "System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);");
        var output = Path.Combine(repository.Root, "diff.md");

        var result = await PreviewCli.InterruptAsync(
            () => Task.FromResult(Directory.Exists(Path.Combine(repository.Root, "infra", "bin"))),
            "diff",
            "staging",
            "--project",
            repository.Root,
            "--base",
            "main",
            "--out",
            output
        );

        Assert.NotEqual(ExitCodes.Fine, result.ExitCode);
        Assert.Contains("error: interrupted", result.Errors, StringComparison.Ordinal);
        Assert.Single((await repository.GitAsync("worktree", "list")).Trim().Split('\n'));
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task The_error_says_whether_the_base_or_the_working_tree_does_not_build()
    {
        repository.Write("infra/Program.cs", "this is no program");
        await repository.CommitAsync("broken", "--all");
        repository.WriteProgram("EU", "kept");

        var result = await repository.DiffAsync("--base", "HEAD");

        Assert.Equal((ExitCodes.ProgramFailed, ""), (result.ExitCode, result.Output));
        Assert.Contains("error: at HEAD: the program does not build", result.Errors, StringComparison.Ordinal);
    }
}
