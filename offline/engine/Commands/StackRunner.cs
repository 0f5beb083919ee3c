using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary>The arguments of every verb that runs a program.</summary>
internal sealed record RunSettings
{
    public required string ProjectDirectory { get; init; }

    public required string Stack { get; init; }

    public bool Build { get; init; } = true;

    /// <summary>The project is a checkout that is deleted after this run.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The checkout is cached for the next comparison.</summary>
    public bool IsKept { get; init; }

    /// <summary>Check out and build the base again, even if a build is cached.</summary>
    public bool FreshBase { get; init; }

    /// <inheritdoc cref="RunRequest.FormerUrns"/>
    public IReadOnlyDictionary<string, string> FormerUrns { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc cref="RunRequest.Prior"/>
    public IPriorState? Prior { get; init; }

    public bool Unknowns { get; init; }

    public required TimeSpan Timeout { get; init; }

    public bool Verbose { get; init; }
}

/// <summary>From a project on disk to a plan: reads the configuration, builds and runs the program, reports what it said.</summary>
internal static class StackRunner
{
    /// <exception cref="PreviewException">The program failed, so the plan would be incomplete.</exception>
    public static async Task<RunResult> RunAsync(RunSettings settings, TextWriter messages, CancellationToken cancellationToken)
    {
        var result = await RunAsFarAsItGoesAsync(settings, messages, cancellationToken);
        return result.Failed ? throw PreviewException.Program(Failure(result)) : result;
    }

    /// <summary>The same, but if the program fails, the plan has what it had registered until then.</summary>
    /// <exception cref="PreviewException">The program cannot be built or started.</exception>
    public static async Task<RunResult> RunAsFarAsItGoesAsync(
        RunSettings settings,
        TextWriter messages,
        CancellationToken cancellationToken
    )
    {
        var project = ProjectFile.Find(settings.ProjectDirectory);
        var configuration = StackConfiguration.Read(project, settings.Stack);
        var build = ProgramBuild.Of(project, settings.IsTemporary, settings.IsKept);
        if (settings.Build)
            await build.BuildAsync(messages, cancellationToken);
        var request = new RunRequest
        {
            Command = await build.CommandAsync(cancellationToken),
            Project = project.Name,
            Stack = settings.Stack,
            RootDirectory = project.Directory,
            Config = configuration.Entries,
            FormerUrns = settings.FormerUrns,
            Prior = settings.Prior,
            Unknowns = settings.Unknowns,
            Timeout = settings.Timeout,
            Verbose = settings.Verbose,
        };
        var result = await PreviewEngine.RunAsync(request, cancellationToken);
        while (result.Failed && configuration.Retype(result.Diagnostics.Select(said => said.Message)))
            result = await PreviewEngine.RunAsync(request, cancellationToken);
        foreach (var said in result.Diagnostics.Where(said => said.Severity == Severity.Info))
            messages.WriteLine(Inert.Lines(said.Message));
        var warnings = configuration.Warnings.Select(warning => new Diagnostic(Severity.Warning, warning));
        return result with { Plan = result.Plan with { Diagnostics = [.. warnings, .. result.Plan.Diagnostics] } };
    }

    /// <summary>What a failed program said.</summary>
    public static string Failure(RunResult result) =>
        string.Join(
            '\n',
            result.Diagnostics.Where(said => said.Severity is Severity.Error or Severity.Warning).Select(Describe).Distinct()
        );

    private static string Describe(Diagnostic said)
    {
        var message = said.Severity == Severity.Warning ? $"warning: {said.Message}" : said.Message;
        return said.Urn is null || said.Message.Contains(said.Urn, StringComparison.Ordinal) ? message : $"{said.Urn}: {message}";
    }
}
