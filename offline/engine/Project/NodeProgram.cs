using System.Diagnostics;

namespace PmCrm.Preview.Project;

/// <summary>
/// A program for Node, in TypeScript or JavaScript. The module <c>cmd/run</c> of the package <c>@pulumi/pulumi</c> runs it, as for the CLI
/// (pulumi/pulumi, sdk/nodejs/cmd/run, and constructArguments of sdk/nodejs/cmd/pulumi-language-nodejs/main.go).
/// </summary>
public sealed class NodeProgram : IProgram
{
    private const string Runner = "node_modules/@pulumi/pulumi/cmd/run/index.js";

    private readonly ProjectFile project;
    private readonly string node;
    private readonly bool isTemporary;

    private NodeProgram(ProjectFile project, string node, bool isTemporary) =>
        (this.project, this.node, this.isTemporary) = (project, node, isTemporary);

    /// <param name="project">The project.</param>
    /// <param name="temporary">It is a checkout for this run only, so its packages are not installed yet.</param>
    /// <exception cref="PreviewException">Node is not installed, or the program does not exist.</exception>
    public static NodeProgram For(ProjectFile project, bool temporary)
    {
        if (!File.Exists(project.MainPath) && !Directory.Exists(project.MainPath))
            throw PreviewException.Usage($"{Path.GetFileName(project.FilePath)}: main '{project.Main}' does not exist");
        return new NodeProgram(project, InPath("node") ?? throw Missing("node"), temporary);
    }

    /// <summary>Installs the packages of a temporary checkout. In the user's own project, the user installs them.</summary>
    public async Task BuildAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        if (!isTemporary || FindRunner() is not null)
            return;
        var folder = Upward().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "package.json"))) ?? project.MainDirectory;
        var verb = File.Exists(Path.Combine(folder, "package-lock.json")) ? "ci" : "install";
        progress.WriteLine($"npm {verb} ...");
        var start = new ProcessStartInfo(InPath("npm") ?? throw Missing("npm"), [verb, "--ignore-scripts", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = folder,
        };
        if ((await ChildProcess.RunAsync(start, progress.WriteLine, cancellationToken)).ExitCode is not 0 and var code)
            throw PreviewException.Program($"the program's packages cannot be installed: npm {verb} ended with {code}");
    }

    public Task<ProgramCommand> CommandAsync(CancellationToken cancellationToken) =>
        FindRunner() is { } runner
            ? Task.FromResult<ProgramCommand>(
                new NodeCommand(
                    node,
                    runner,
                    File.Exists(project.MainPath) ? Path.GetFileName(project.MainPath) : ".",
                    project.IsTypeScript,
                    project.MainDirectory
                )
            )
            : throw PreviewException.Usage(
                $"the package @pulumi/pulumi is not installed for '{project.MainDirectory}': run npm install (or npm ci) there"
            );

    private string? FindRunner() => Upward().Select(folder => Path.Combine(folder, Runner)).FirstOrDefault(File.Exists);

    private IEnumerable<string> Upward()
    {
        for (var folder = project.MainDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }

    private static PreviewException Missing(string program) =>
        PreviewException.Usage(
            $"runtime '{ProjectFile.Nodejs}': there is no '{program}' in the path; install Node.js with npm (nodejs.org/en/download, "
                + "or the package nodejs of the system)"
        );

    private static string? InPath(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}

/// <summary>Starts a program for Node. Its SDK reads from arguments what other SDKs read from the environment.</summary>
/// <param name="Node">The executable.</param>
/// <param name="Runner">The SDK's module that runs programs.</param>
/// <param name="EntryPoint">A file of the program, or <c>.</c> for what its package.json names.</param>
/// <param name="IsTypeScript">Let the SDK compile TypeScript.</param>
/// <param name="Folder">The program's folder.</param>
internal sealed record NodeCommand(string Node, string Runner, string EntryPoint, bool IsTypeScript, string Folder)
    : ProgramCommand(Node, [Runner], Folder)
{
    private static readonly (string Argument, string Variable)[] Passed =
    [
        ("--monitor", "PULUMI_MONITOR"),
        ("--engine", "PULUMI_ENGINE"),
        ("--organization", "PULUMI_ORGANIZATION"),
        ("--root-directory", "PULUMI_ROOT_DIRECTORY"),
        ("--project", "PULUMI_PROJECT"),
        ("--stack", "PULUMI_STACK"),
        ("--pwd", "PULUMI_PWD"),
        ("--parallel", "PULUMI_PARALLEL"),
    ];

    public override IReadOnlyDictionary<string, string> Variables { get; } =
        new Dictionary<string, string> { ["PULUMI_NODEJS_TYPESCRIPT"] = IsTypeScript ? "true" : "false" };

    public override IReadOnlyList<string> ArgumentsFor(IReadOnlyDictionary<string, string> environment) =>
        [
            .. Arguments,
            .. Passed.SelectMany(passed => new[] { passed.Argument, environment[passed.Variable] }),
            .. environment["PULUMI_DRY_RUN"] == "true" ? ["--dry-run"] : Array.Empty<string>(),
            EntryPoint,
        ];
}
