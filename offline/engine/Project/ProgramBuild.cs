using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.Preview.Project;

/// <summary>Builds a project's program, and finds the assembly that the build made.</summary>
public sealed class ProgramBuild : IProgram
{
    private const string SdkModeName = "PulumiSdk";

    private readonly ProjectFile project;
    private readonly string projectFile;
    private readonly string? sdkMode;

    private string? builtTarget;

    private ProgramBuild(ProjectFile project, string projectFile)
    {
        this.project = project;
        this.projectFile = projectFile;
        sdkMode = Environment.GetEnvironmentVariable(SdkModeName) is { Length: > 0 } chosen ? chosen : OwnSdkMode();
    }

    /// <summary>The program of a project, whatever its language.</summary>
    /// <exception cref="PreviewException">The program's folder does not hold a program that can be run here.</exception>
    public static IProgram Of(ProjectFile project, bool temporary, bool kept = false) =>
        project.Runtime == ProjectFile.Nodejs ? NodeProgram.For(project, temporary) : For(project, temporary, kept);

    /// <exception cref="PreviewException">The program's folder holds no project file, or several.</exception>
    public static ProgramBuild For(ProjectFile project, bool temporary, bool kept = false)
    {
        var main = project.MainPath;
        if (File.Exists(main) && IsProject(main))
            return new ProgramBuild(project, main) { IsTemporary = temporary, IsKept = kept };
        if (File.Exists(main) || !Directory.Exists(main))
            throw PreviewException.Usage(
                $"{Path.GetFileName(project.FilePath)}: main '{project.Main}' "
                    + $"{(File.Exists(main) ? "is another kind of file" : "does not exist")}; "
                    + "accepted: a folder that holds one .NET project, or the project file itself"
            );
        string[] files = [.. Directory.EnumerateFiles(main).Where(IsProject)];
        return files.Length == 1
            ? new ProgramBuild(project, files[0]) { IsTemporary = temporary, IsKept = kept }
            : throw PreviewException.Usage(
                $"'{main}' holds {files.Length} .NET projects; " + "accepted: one, or a 'main' that names the project file"
            );
    }

    /// <summary>The project is a checkout of another revision. It runs once unless it is kept: not worth compiling ahead of time.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>That checkout outlives this run, so its program is compiled ahead of time and its output path is cached.</summary>
    public bool IsKept { get; init; }

    /// <summary>Builds the program, with the build's own output on <paramref name="progress"/> as it comes.</summary>
    /// <exception cref="PreviewException">It does not build.</exception>
    public async Task BuildAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        progress.WriteLine($"building {Path.GetFileName(projectFile)} ...");
        string[] arguments = ["build", projectFile, "-nologo", "-clp:NoSummary", .. SdkModeArguments(), .. OnceArguments()];
        var exitCode = await RunDotnetAsync(arguments, progress.WriteLine, cancellationToken);
        if (exitCode != 0)
            throw PreviewException.Program($"the program does not build: dotnet build {projectFile} ended with {exitCode}");
        // The build may have moved its output.
        builtTarget = await AskTargetPathAsync(cancellationToken);
    }

    /// <summary>How to start what was built.</summary>
    /// <exception cref="PreviewException">It has not been built.</exception>
    public async Task<ProgramCommand> CommandAsync(CancellationToken cancellationToken)
    {
        var target = builtTarget ?? CachedTargetPath() ?? await AskTargetPathAsync(cancellationToken);
        return File.Exists(target)
            ? ProgramCommand.ForAssembly(target, project.MainDirectory)
            : throw PreviewException.Usage($"the program is not built: there is no '{target}'; leave --no-build out");
    }

    // The languages that the .NET host of Pulumi looks for (pulumi-language-dotnet).
    private static bool IsProject(string path) => Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj";

    private async Task<string> AskTargetPathAsync(CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        string[] arguments = ["msbuild", projectFile, "-nologo", "-getProperty:TargetPath", .. SdkModeArguments()];
        var exitCode = await RunDotnetAsync(arguments, line => output.AppendLine(line), cancellationToken);
        var target = output.ToString().Trim();
        if (exitCode != 0 || target.Length == 0)
            throw PreviewException.Program($"cannot tell where {Path.GetFileName(projectFile)} is built to:\n{target}");
        if (!IsTemporary || IsKept)
            Remember(target);
        return target;
    }

    // Asking MSBuild costs as much as a whole preview, so its answer is kept until a file that could change it changes.
    private string CacheFile
    {
        get
        {
            var key = $"{projectFile}\n{sdkMode}\n{Environment.GetEnvironmentVariable("Configuration")}";
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
            var caches = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            );
            return Path.Combine(caches, "pulumi-preview", $"{hash}.target");
        }
    }

    private string? CachedTargetPath()
    {
        var cache = CacheFile;
        if (!File.Exists(cache))
            return null;
        var known = File.GetLastWriteTimeUtc(cache);
        if (File.GetLastWriteTimeUtc(projectFile) > known)
            return null;
        for (var folder = project.MainDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets" })
                if (File.GetLastWriteTimeUtc(Path.Combine(folder, name)) > known)
                    return null;
        var target = File.ReadAllText(cache);
        return File.Exists(target) ? target : null;
    }

    private void Remember(string target)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(CacheFile)!);
            OutputFile.Write(CacheFile, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Without a writable home folder, the next run asks MSBuild again.
        }
    }

    private async Task<int> RunDotnetAsync(IEnumerable<string> arguments, Action<string> line, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, arguments) { WorkingDirectory = project.MainDirectory };
        // A build server that outlives us would keep the files of a temporary worktree open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return (await ChildProcess.RunAsync(start, line, cancellationToken)).ExitCode;
    }

    // A program that runs once is not worth compiling ahead of time.
    private IEnumerable<string> OnceArguments() => IsTemporary && !IsKept ? ["-p:CompileAheadOfTime=false"] : [];

    private IEnumerable<string> SdkModeArguments() => sdkMode is null ? [] : [$"-p:{SdkModeName}={sdkMode}"];

    // The program is built with the SDK mode that this engine was built in, so that both ends of a comparison agree.
    private static string? OwnSdkMode() =>
        typeof(ProgramBuild)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == SdkModeName)
            ?.Value;
}
