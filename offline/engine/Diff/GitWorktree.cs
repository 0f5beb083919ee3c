using System.ComponentModel;
using System.Diagnostics;

namespace PmCrm.Preview.Diff;

/// <summary>A clean checkout of another revision of a repository, in a temporary folder that goes with this object.</summary>
internal sealed class GitWorktree : IAsyncDisposable
{
    private readonly string repository;

    private GitWorktree(string repository, string directory)
    {
        this.repository = repository;
        Directory = directory;
    }

    /// <summary>The root of the checkout.</summary>
    public string Directory { get; }

    /// <summary>The root of the repository that a folder is in.</summary>
    /// <exception cref="PreviewException">It is in none.</exception>
    public static async Task<string> RootOfAsync(string folder, CancellationToken cancelled)
    {
        var (exitCode, output) = await GitAsync(folder, cancelled, "rev-parse", "--show-toplevel");
        return exitCode == 0
            ? output.Trim()
            : throw PreviewException.Usage($"'{folder}' is not in a git repository, so there is no base to compare with");
    }

    /// <exception cref="PreviewException">There is no such revision.</exception>
    public static async Task<GitWorktree> CheckOutAsync(string repository, string revision, CancellationToken cancelled)
    {
        var (exitCode, commit) = await GitAsync(
            repository, cancelled, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}");
        if (exitCode != 0)
        {
            var hint = await ShallowHintAsync(repository, cancelled);
            throw PreviewException.Usage($"git knows no revision '{revision}' in '{repository}'{hint}");
        }
        var directory = System.IO.Directory.CreateTempSubdirectory("preview-base-").FullName;
        var worktree = new GitWorktree(repository, directory);
        try
        {
            // --force: the folder is there already, empty and only ours.
            var (added, message) = await GitAsync(
                repository, cancelled, "worktree", "add", "--quiet", "--force", "--detach", directory, commit.Trim());
            return added == 0 ? worktree : throw PreviewException.Usage($"cannot check out '{revision}': {message.Trim()}");
        }
        catch
        {
            await worktree.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await GitAsync(repository, CancellationToken.None, "worktree", "remove", "--force", Directory);
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
        await GitAsync(repository, CancellationToken.None, "worktree", "prune");
    }

    // A build's clone often holds the last commit and nothing else.
    private static async Task<string> ShallowHintAsync(string repository, CancellationToken cancelled) =>
        (await GitAsync(repository, cancelled, "rev-parse", "--is-shallow-repository")).Output.Trim() == "true"
            ? "; this clone is shallow: git fetch --unshallow brings the rest"
            : "";

    private static async Task<(int ExitCode, string Output)> GitAsync(string folder, CancellationToken cancelled, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Inside a git hook these would point at another checkout than the one that we name.
        foreach (var name in new[] { "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE" })
            start.Environment.Remove(name);
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancelled);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        return (process.ExitCode, process.ExitCode == 0 ? await output : await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw PreviewException.Usage($"a comparison with another revision needs git, which cannot be started: {error.Message}", error);
        }
    }
}
