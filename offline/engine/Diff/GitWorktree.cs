namespace PmCrm.Preview.Diff;

/// <summary>
/// A clean checkout of another revision of a repository: one that is cached with its build, or a temporary folder that is deleted with
/// this object.
/// </summary>
internal sealed class GitWorktree : IAsyncDisposable
{
    private readonly string repository;
    private readonly string revision;
    private readonly KeptCheckout? kept;

    private GitWorktree(string repository, string revision, string directory, (string Hash, string Subject) commit, KeptCheckout? kept)
    {
        (Commit, Subject) = commit;
        this.repository = repository;
        this.revision = revision;
        this.kept = kept;
        Directory = directory;
    }

    /// <summary>Whether its program was built by an earlier comparison.</summary>
    public bool IsBuilt => kept?.IsBuilt ?? false;

    /// <summary>Whether the folder may outlive this object.</summary>
    public bool IsKept => kept is not null;

    /// <summary>The root of the checkout, without symbolic links.</summary>
    public string Directory { get; }

    /// <summary>The abbreviated hash of the commit that is checked out.</summary>
    public string Commit { get; }

    /// <summary>The first line of its message.</summary>
    public string Subject { get; }

    /// <summary>The root of the repository that a folder is in, and the folder's path below it. Both without symbolic links.</summary>
    /// <exception cref="PreviewException">It is in none, or git refuses it; the message has git's reason.</exception>
    public static async Task<(string Root, string Folder)> LocateAsync(string folder, CancellationToken cancellationToken)
    {
        var root = await Git.RunAsync(folder, cancellationToken, "rev-parse", "--show-toplevel");
        if (root.ExitCode == 0)
        {
            var real = RealPath.Of(root.Output.TrimEnd('\n', '\r'));
            return (real, Path.GetRelativePath(real, RealPath.Of(folder)));
        }
        var reason = Git.Reason(root);
        throw PreviewException.Usage(
            reason.Contains("not a git repository", StringComparison.Ordinal)
                ? $"'{folder}' is not in a git repository, so there is no base to compare with"
                : $"git cannot read the repository of '{folder}': {reason}"
        );
    }

    /// <param name="repository">The root of the repository, links resolved.</param>
    /// <param name="revision">Any name of a commit.</param>
    /// <param name="fresh">Do not use a cached checkout.</param>
    /// <param name="cancellationToken">Ends the wait for git.</param>
    /// <exception cref="PreviewException">There is no such revision, or it cannot be checked out whole.</exception>
    public static async Task<GitWorktree> CheckOutAsync(string repository, string revision, bool fresh, CancellationToken cancellationToken)
    {
        var commit = await CommitOfAsync(repository, revision, cancellationToken);
        var described = await DescribeAsync(repository, commit, cancellationToken);
        if (KeptCheckout.Open(repository, commit) is { } kept)
        {
            var worktree = new GitWorktree(repository, revision, kept.Directory, described, kept);
            if (await worktree.CheckOutKeptAsync(kept, commit, fresh, cancellationToken))
                return new GitWorktree(repository, revision, RealPath.Of(kept.Directory), described, kept);
            kept.Clear();
            kept.Dispose();
        }
        return await CheckOutTemporaryAsync(repository, revision, commit, described, cancellationToken);
    }

    /// <summary>Records that its program is built, so that the next comparison with the same commit need not build it.</summary>
    public void MarkBuilt() => kept?.MarkBuilt();

    // A clone, because the repository would list a worktree for as long as it is cached. The clone shares the repository's objects.
    private async Task<bool> CheckOutKeptAsync(KeptCheckout kept, string commit, bool fresh, CancellationToken cancellationToken)
    {
        if (kept.IsBuilt && !fresh && await IsCleanAsync(kept.Directory, commit, cancellationToken))
            return true;
        kept.Clear();
        System.IO.Directory.CreateDirectory(kept.Directory);
        if (!await CloneAsync(repository, kept.Directory, commit, cancellationToken))
            return false;
        var submodules = await EntriesAsync(kept.Directory, "160000", cancellationToken);
        var links = await EntriesAsync(kept.Directory, "120000", cancellationToken);
        // A commit that needs more than a checkout of its own files gets a temporary worktree.
        return submodules.Count + links.Count == 0;
    }

    private static async Task<bool> IsCleanAsync(string directory, string commit, CancellationToken cancellationToken)
    {
        var head = await Git.RunAsync(directory, cancellationToken, "rev-parse", "HEAD");
        if (head.ExitCode != 0 || head.Output.Trim() != commit)
            return false;
        return (await Git.RunAsync(directory, cancellationToken, "diff", "--quiet", "HEAD")).ExitCode == 0;
    }

    private static async Task<string> CommitOfAsync(string repository, string revision, CancellationToken cancellationToken)
    {
        var commit = await Git.RunAsync(
            repository,
            cancellationToken,
            "rev-parse",
            "--verify",
            "--end-of-options",
            $"{revision}^{{commit}}"
        );
        return commit.ExitCode == 0
            ? commit.Output.Trim()
            : throw PreviewException.Usage(await WhyUnknownAsync(repository, revision, Git.Reason(commit), cancellationToken));
    }

    private static async Task<GitWorktree> CheckOutTemporaryAsync(
        string repository,
        string revision,
        string commit,
        (string Hash, string Subject) described,
        CancellationToken cancellationToken
    )
    {
        var directory = RealPath.Of(System.IO.Directory.CreateTempSubdirectory("preview-base-").FullName);
        var worktree = new GitWorktree(repository, revision, directory, described, kept: null);
        try
        {
            // --force: the folder already exists; it is empty and private to this process.
            var added = await Git.RunAsync(
                repository,
                cancellationToken,
                "worktree",
                "add",
                "--quiet",
                "--force",
                "--detach",
                directory,
                commit
            );
            if (added.ExitCode != 0)
                throw PreviewException.Usage($"cannot check out '{revision}': {Git.Reason(added)}");
            await worktree.CheckOutSubmodulesAsync(repository, directory, cancellationToken);
            await worktree.RefuseLinksOutAsync(cancellationToken);
            return worktree;
        }
        catch
        {
            await worktree.DisposeAsync();
            throw;
        }
    }

    /// <summary>Refuses a path that leads out of the checkout: the working tree would be compared with itself.</summary>
    /// <param name="path">A path inside the checkout, links not resolved.</param>
    /// <param name="what">What the path is, for the message.</param>
    /// <exception cref="PreviewException">It leads out.</exception>
    public void RefuseOutside(string path, string what)
    {
        if (!RealPath.IsWithin(path, Directory))
            throw PreviewException.Usage(
                $"at {revision}: {what} leads to '{RealPath.Of(path)}', outside of the revision, "
                    + "so the working tree would be compared with itself; accepted: paths inside the repository, written relative"
            );
    }

    public async ValueTask DisposeAsync()
    {
        if (kept is not null)
        {
            if (!kept.IsBuilt)
                kept.Clear();
            kept.Dispose();
            return;
        }
        await Git.RunAsync(repository, CancellationToken.None, "worktree", "remove", "--force", Directory);
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
        await Git.RunAsync(repository, CancellationToken.None, "worktree", "prune");
    }

    // %h and %s of git-log(1): hash and subject on a line each.
    private static async Task<(string Hash, string Subject)> DescribeAsync(
        string repository,
        string commit,
        CancellationToken cancellationToken
    )
    {
        var shown = await Git.RunAsync(repository, cancellationToken, "show", "--no-patch", "--format=%h%n%s", commit);
        var lines = shown.Output.Split('\n');
        return (lines[0].Trim(), lines.Length > 1 ? lines[1].Trim() : "");
    }

    private static async Task<string> WhyUnknownAsync(
        string repository,
        string revision,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var message = $"git knows no revision '{revision}' in '{repository}'";
        // For an unknown name, git's message adds nothing; for a broken repository it does.
        if (!reason.Contains("Needed a single revision", StringComparison.Ordinal) || reason.Contains('\n', StringComparison.Ordinal))
            message += $": {reason}";
        var remotes = await Git.RunAsync(repository, cancellationToken, "remote");
        if (revision.Split('/', 2) is [var remote, { Length: > 0 } branch] && remotes.Output.Split('\n').Contains(remote))
            return $"{message}; to get it: git fetch {remote} {branch}:refs/remotes/{remote}/{branch}";
        // A clone on a CI runner often has the last commit only.
        var shallow = await Git.RunAsync(repository, cancellationToken, "rev-parse", "--is-shallow-repository");
        return shallow.Output.Trim() == "true" ? $"{message}; this clone is shallow; to get all commits: git fetch --unshallow" : message;
    }

    // From the working tree's own clone where it has one, otherwise from where .gitmodules says.
    private async Task CheckOutSubmodulesAsync(string source, string target, CancellationToken cancellationToken)
    {
        foreach (var (commit, path) in await EntriesAsync(target, "160000", cancellationToken))
        {
            var (from, to) = (Path.Combine(source, path), Path.Combine(target, path));
            if (!await CloneAsync(from, to, commit, cancellationToken))
            {
                var updated = await Git.RunAsync(target, cancellationToken, "submodule", "--quiet", "update", "--init", "--", path);
                if (updated.ExitCode != 0)
                    throw PreviewException.Usage(
                        $"cannot check out the submodule '{path}' of '{revision}': {Git.Reason(updated)}\n"
                            + "try git submodule update --init --recursive in the working tree"
                    );
            }
            await CheckOutSubmodulesAsync(from, to, cancellationToken);
        }
    }

    private static async Task<bool> CloneAsync(string from, string to, string commit, CancellationToken cancellationToken)
    {
        if (!Path.Exists(Path.Combine(from, ".git")))
            return false;
        var known = await Git.RunAsync(from, cancellationToken, "cat-file", "-e", $"{commit}^{{commit}}");
        if (known.ExitCode != 0)
            return false;
        var cloned = await Git.RunAsync(from, cancellationToken, "clone", "--quiet", "--shared", "--no-checkout", "--template=", ".", to);
        var checkedOut =
            cloned.ExitCode == 0 ? await Git.RunAsync(to, cancellationToken, "checkout", "--quiet", "--detach", commit) : cloned;
        return checkedOut.ExitCode == 0;
    }

    // A link that is committed with the working tree's own path stays valid in the checkout, and leads back.
    private async Task RefuseLinksOutAsync(CancellationToken cancellationToken)
    {
        foreach (var (_, path) in await EntriesAsync(Directory, "120000", cancellationToken))
        {
            var link = Path.Combine(Directory, path);
            if (RealPath.IsWithin(link, repository))
                RefuseOutside(link, $"the link '{path}'");
        }
    }

    private static async Task<IReadOnlyList<(string Object, string Path)>> EntriesAsync(
        string folder,
        string mode,
        CancellationToken cancellationToken
    )
    {
        var listed = await Git.RunAsync(folder, cancellationToken, "ls-files", "--stage", "-z");
        if (listed.ExitCode != 0)
            throw PreviewException.Usage($"cannot list the files of '{folder}': {Git.Reason(listed)}");
        // Each entry is "mode object stage<TAB>path".
        return
        [
            .. listed
                .Output.Split('\0')
                .Where(entry => entry.StartsWith(mode, StringComparison.Ordinal))
                .Select(entry => (entry.Split(' ')[1], entry[(entry.IndexOf('\t', StringComparison.Ordinal) + 1)..])),
        ];
    }
}
