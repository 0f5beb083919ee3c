using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary>A stack in the working tree beside the same stack at a git revision.</summary>
/// <param name="Diff">How the two differ.</param>
/// <param name="Before">The plan at the revision; empty where it has no such stack.</param>
/// <param name="After">The plan of the working tree.</param>
/// <param name="Base">The revision, with its commit.</param>
internal sealed record RevisionComparison(PlanDiff Diff, DeploymentPlan Before, DeploymentPlan After, ReviewBase Base)
{
    /// <summary>Runs the program of the working tree and that of the revision.</summary>
    /// <exception cref="PreviewException">One of them fails, or the revision has no such program.</exception>
    public static async Task<RevisionComparison> RunAsync(RunSettings settings, string revision, CancellationToken cancellationToken) =>
        (await RunAsync(settings, [settings.Stack], revision, cancellationToken))[0];

    /// <summary>Runs both programs for several stacks, each program built once.</summary>
    /// <inheritdoc cref="RunAsync(RunSettings, string, CancellationToken)"/>
    public static async Task<IReadOnlyList<RevisionComparison>> RunAsync(
        RunSettings settings,
        IReadOnlyList<string> stacks,
        string revision,
        CancellationToken cancellationToken
    )
    {
        var project = ProjectFile.Find(settings.ProjectDirectory);
        var (repository, folder) = await GitWorktree.LocateAsync(project.Directory, cancellationToken);
        // Cheap checks first, so that a mistake is reported at once.
        await using var worktree = await GitWorktree.CheckOutAsync(repository, revision, settings.FreshBase, cancellationToken);
        var named = new ReviewBase(revision, worktree.Commit, worktree.Subject);
        var all = new List<RevisionComparison>();
        foreach (var stack in stacks)
            all.Add(await CompareAsync(settings with { Stack = stack, Build = settings.Build && all.Count == 0 }, all.Count == 0));
        return all;

        async Task<RevisionComparison> CompareAsync(RunSettings settings, bool buildBase)
        {
            var atBase = settings with
            {
                ProjectDirectory = Path.GetFullPath(Path.Combine(worktree.Directory, folder)),
                Build = buildBase && !worktree.IsBuilt,
                IsTemporary = true,
                IsKept = worktree.IsKept,
            };
            var (before, after) = await BothAsync(
                (messages, stop) => BaseAsync(atBase, worktree, project, revision, messages, stop),
                async (messages, stop) => (await StackRunner.RunAsync(settings, messages, stop)).Plan,
                worktree.IsBuilt ? $"at {revision}, with the kept build:" : $"at {revision}:",
                isNothingBuilt: !settings.Build && !atBase.Build,
                cancellationToken
            );
            var diff = await ForetellAsync(settings with { Build = false }, before, after, revision, cancellationToken);
            return new RevisionComparison(diff, before, after, named);
        }
    }

    // Programs that are already built run at the same time; their messages are printed one after the other. Builds run one by one: two
    // of them would compete for the same cores, and the messages of the second would be late.
    private static async Task<(DeploymentPlan Before, DeploymentPlan After)> BothAsync(
        Func<TextWriter, CancellationToken, Task<DeploymentPlan>> runBefore,
        Func<TextWriter, CancellationToken, Task<DeploymentPlan>> runAfter,
        string heading,
        bool isNothingBuilt,
        CancellationToken cancellationToken
    )
    {
        if (!isNothingBuilt)
        {
            var first = await runAfter(Console.Error, cancellationToken);
            Console.Error.WriteLine(heading);
            return (await runBefore(Console.Error, cancellationToken), first);
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var saidBefore = new StringWriter();
        var before = runBefore(saidBefore, stop.Token);
        try
        {
            var after = await runAfter(Console.Error, stop.Token);
            Console.Error.WriteLine(heading);
            return (await before, after);
        }
        finally
        {
            // If the working tree's program fails, neither the result nor a failure of the base's matters.
            await stop.CancelAsync();
            await Task.WhenAny(before);
            Console.Error.Write(saidBefore);
        }
    }

    // New and replaced resources have no computed values until they exist, and resources that use one of those values change too. Only the
    // program knows which ones, so it runs a second time, as a preview of a stack that is already deployed.
    private static async Task<PlanDiff> ForetellAsync(
        RunSettings settings,
        DeploymentPlan before,
        DeploymentPlan after,
        string revision,
        CancellationToken cancellationToken
    )
    {
        var diff = PlanComparer.Compare(before, after, revision);
        if (diff.Count(DiffKind.Added) + diff.Count(DiffKind.Replaced) + diff.FormerUrns.Count == 0 || before.Resources.Count == 0)
            return diff;
        // A renamed resource keeps its values, so its dependents see the same ones. The plan above treated it as new.
        if (diff.FormerUrns.Count > 0)
            after = (await StackRunner.RunAsync(settings with { FormerUrns = diff.FormerUrns }, TextWriter.Null, cancellationToken)).Plan;
        var foretold = await StackRunner.RunAsync(settings with { Prior = new StepGenerator(before) }, TextWriter.Null, cancellationToken);
        return PlanComparer.Compare(before, after, revision, foretold.Plan);
    }

    private static async Task<DeploymentPlan> BaseAsync(
        RunSettings settings,
        GitWorktree worktree,
        ProjectFile current,
        string revision,
        TextWriter messages,
        CancellationToken cancellationToken
    )
    {
        if (ProjectFile.PathIn(settings.ProjectDirectory) is not { } projectFile)
            throw PreviewException.Usage(
                $"'{revision}' has no {Path.GetFileName(current.FilePath)} at this place, so there is nothing to compare with"
            );
        worktree.RefuseOutside(projectFile, Path.GetFileName(projectFile));
        var project = ProjectFile.Read(projectFile);
        worktree.RefuseOutside(project.MainPath, $"main '{project.Main}'");
        worktree.RefuseOutside(project.StackPath(settings.Stack), Path.GetFileName(project.StackPath(settings.Stack)));
        if (!File.Exists(project.StackPath(settings.Stack)))
        {
            messages.WriteLine($"'{revision}' has no stack '{settings.Stack}': everything is new");
            return Empty(project.Name, settings.Stack);
        }
        try
        {
            var plan = (await StackRunner.RunAsync(settings, messages, cancellationToken)).Plan;
            // Other runtimes install packages into the checkout, which nothing verifies.
            if (project.Runtime == ProjectFile.Dotnet && !worktree.IsBuilt)
                worktree.MarkBuilt();
            return plan;
        }
        catch (PreviewException error)
        {
            var lines = error.Message.Split('\n').Select(line => $"at {revision}: {line}");
            throw error.ExitCode == ExitCodes.UsedWrongly
                ? PreviewException.Usage(string.Join('\n', lines), error)
                : PreviewException.Program(string.Join('\n', lines), error);
        }
    }

    private static DeploymentPlan Empty(string project, string stack) =>
        new()
        {
            Project = project,
            Stack = stack,
            Config = new Dictionary<string, string>(),
            Resources = [],
            Outputs = PlanMap.Empty,
            Diagnostics = [],
        };
}
