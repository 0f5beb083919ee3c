using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>
/// A container engine (Docker, or Podman, which has the same commands) that answers and has the servers' images. It is preferred to
/// installed servers: its versions are those of production, and its PostgreSQL has <c>vector</c>.
/// </summary>
public sealed class ContainerEngine
{
    /// <summary>Overrides the choice: <c>containers</c>, <c>installed</c>, or <c>auto</c> (default).</summary>
    public const string ChoiceVariable = "PMCRM_SERVERS";

    internal const string PostgresImage = "pgvector/pgvector:pg16";
    internal const string RedisImage = "redis:7-alpine";

    /// <summary>Label with the owner of every container that is created here, so that those of a killed run can be found.</summary>
    internal const string OwnerLabel = "io.pmcrm.local-server";

    private static readonly string[] Programs = ["docker", "podman"];

    // An engine on this machine answers in a tenth of a second; one that does not answer must not delay a test run.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PullTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(60);

    private static readonly Lazy<Task<ContainerEngine?>> Found = new(() =>
        Choose(
            Environment.GetEnvironmentVariable(ChoiceVariable),
            Environment.GetEnvironmentVariable("PATH") ?? "",
            Console.Error.WriteLine
        )
    );

    private ContainerEngine(string program) => Program = program;

    /// <summary>Path of the engine's command line.</summary>
    public string Program { get; }

    /// <summary>The owner of these containers: this process, on this machine.</summary>
    internal static string Owner => $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>The engine to use, or null to use installed servers. Determined once per process.</summary>
    /// <exception cref="InvalidOperationException">Containers are required but not available, or the setting is not valid.</exception>
    public static Task<ContainerEngine?> Find() => Found.Value;

    /// <param name="choice">Value of <see cref="ChoiceVariable"/>.</param>
    /// <param name="path">Folders in which to look for an engine, as in PATH.</param>
    /// <param name="tell">Called with the reason if a running engine is not used.</param>
    internal static async Task<ContainerEngine?> Choose(string? choice, string path, Action<string> tell)
    {
        if (choice == "installed")
            return null;
        if (choice is not (null or "" or "auto" or "containers"))
            throw new InvalidOperationException($"{ChoiceVariable} is \"{choice}\"; accepted are auto, containers and installed.");
        foreach (var program in Programs.Select(name => ChildProcess.FindIn(path, name)).OfType<string>())
        {
            var engine = new ContainerEngine(program);
            if (await engine.Try(AnswerTimeout, "info") is { ExitCode: not 0 })
                continue;
            if (await engine.CannotPull() is not { } refusal)
            {
                await engine.RemoveAbandoned();
                return engine;
            }
            tell($"{refusal}\nThe servers installed on this machine are used instead.");
        }
        return choice == "containers"
            ? throw new InvalidOperationException(
                $"{ChoiceVariable} demands containers, and no Docker or Podman engine that has their images answers here."
            )
            : null;
    }

    /// <summary>Runs a command of the engine that must not fail.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message contains its output.</exception>
    internal async Task Run(params string[] arguments)
    {
        var (code, printed) = await Try(CommandTimeout, arguments);
        if (code != 0)
            throw new InvalidOperationException($"{Program} {string.Join(' ', arguments)} failed:\n{printed}");
    }

    private async Task<string?> CannotPull()
    {
        foreach (var image in (string[])[PostgresImage, RedisImage])
        {
            if (await Try(AnswerTimeout, "image", "inspect", image) is { ExitCode: 0 })
                continue;
            var (code, printed) = await Try(PullTimeout, "pull", "--quiet", image);
            if (code != 0)
                return $"{Path.GetFileName(Program)} could not pull {image}: {printed.Trim()}";
        }
        return null;
    }

    /// <summary>Removes the containers of earlier runs on this machine that were killed before they could remove them.</summary>
    private async Task RemoveAbandoned()
    {
        var columns = $"{{{{.ID}}}} {{{{.Label \"{OwnerLabel}\"}}}}";
        var (code, printed) = await Try(AnswerTimeout, "ps", "--all", "--filter", $"label={OwnerLabel}", "--format", columns);
        if (code != 0)
            return;
        foreach (var line in printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(' ') is [var id, var owner] && IsAbandoned(owner))
                await Try(CommandTimeout, "rm", "--force", "--volumes", id);
        }
    }

    private static bool IsAbandoned(string owner) =>
        owner.Split('/') is [var machine, var number]
        && machine == Environment.MachineName
        && int.TryParse(number, CultureInfo.InvariantCulture, out var process)
        && !ChildProcess.IsRunning(process);

    private async Task<(int ExitCode, string Printed)> Try(TimeSpan limit, params string[] arguments)
    {
        try
        {
            return await ChildProcess.Run(Program, arguments, limit: limit);
        }
        catch (TimeoutException)
        {
            return (-1, $"no answer in {limit.TotalSeconds:0} s");
        }
    }
}
