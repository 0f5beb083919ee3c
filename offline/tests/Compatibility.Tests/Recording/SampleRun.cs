using System.Text.Json;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Project;
using Pulumirpc;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>Runs one sample program until it exits and returns its requests.</summary>
internal static class SampleRun
{
    public const string Stack = "stack";
    public const string Project = "project";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly Dictionary<string, string> Config = new()
    {
        ["project:text"] = "from config",
        ["project:number"] = "42",
        ["project:ratio"] = "0.25",
        ["project:flag"] = "true",
        ["project:upper"] = "True",
        ["project:password"] = "planted-value-24",
        ["project:list"] = """["a","b"]""",
        ["project:object"] = """{"name":"n","limits":{"cpu":2}}""",
        ["other:key"] = "of another namespace",
    };

    private static readonly string[] NewerFeatures = ["aliasSpecs", "outputValues", "resourceReferences"];

    private static readonly string Assembly = BuildFacts.Program("Compatibility.Samples", "Compatibility.Samples");

    /// <summary>The sample programs, as their executable lists them.</summary>
    public static IReadOnlyList<string> Names { get; } = ListNames();

    /// <summary>Each sample in each mode. Samples of faults and of types run as an update only: a preview sends the same.</summary>
    public static IEnumerable<(string Sample, string Mode)> All() =>
        from sample in Names
        from mode in IsFault(sample) || IsOfTypes(sample) ? new[] { "update" } : ["update", "preview"]
        select (sample, mode);

    /// <param name="sample">One of <see cref="Names"/>.</param>
    /// <param name="dryRun">True for a preview, false for an update.</param>
    public static async Task<(Trace Trace, IReadOnlyList<string> TooEarly)> RunAsync(string sample, bool dryRun)
    {
        using var monitor = new SampleMonitor(dryRun, sample == "older-engine" ? NewerFeatures : []);
        using var socket = GrpcServer.Listen();
        await using var server = new GrpcServer(socket, monitor.Methods());
        await server.StartAsync();
        using var program = Start(EnvironmentFor(sample, dryRun, socket.LocalEndPoint!.ToString()!));
        await program.WaitAsync(Limit, CancellationToken.None);
        Assert.True(server.Fault is null, $"the recorder failed: {server.Fault}");
        Assert.True(program.ExitCode is not null, $"'{sample}' did not end within {Limit}");
        var errors = monitor
            .Requests.Select(request => request.Message)
            .OfType<LogRequest>()
            .Where(log => log.Severity == LogSeverity.Error);
        Assert.True(
            program.ExitCode == ExpectedExitCode(sample),
            $"'{sample}' ended with {program.ExitCode}: {string.Join('\n', errors.Select(log => log.Message))}{program.Errors}"
        );
        return (Trace.Of(program.ExitCode, monitor.Requests), monitor.TooEarly);
    }

    private static int ExpectedExitCode(string sample) =>
        sample switch
        {
            "log-error" => 1,
            _ when IsFault(sample) => 32,
            _ => 0,
        };

    /// <summary>Whether the sample registers every type of a package.</summary>
    public static bool IsOfTypes(string sample) => sample.StartsWith("types-", StringComparison.Ordinal);

    private static bool IsFault(string sample) => sample.StartsWith("fault-", StringComparison.Ordinal);

    private static string[] ListNames()
    {
        using var program = Start(new Dictionary<string, string> { ["SAMPLE"] = "list" });
        program.WaitAsync(Limit, CancellationToken.None).GetAwaiter().GetResult();
        return program.ExitCode == 0
            ? program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"the sample programs do not list themselves: {program.Errors}");
    }

    private static ProgramProcess Start(Dictionary<string, string> environment) =>
        ProgramProcess.Start(ProgramCommand.ForAssembly(Assembly, Path.GetDirectoryName(Assembly)!), environment);

    private static Dictionary<string, string> EnvironmentFor(string sample, bool dryRun, string address) =>
        new()
        {
            ["SAMPLE"] = sample,
            ["PULUMI_MONITOR"] = address,
            ["PULUMI_ENGINE"] = address,
            ["PULUMI_PROJECT"] = Project,
            ["PULUMI_STACK"] = Stack,
            ["PULUMI_ORGANIZATION"] = "organization",
            ["PULUMI_DRY_RUN"] = dryRun ? "true" : "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = "16",
            ["PULUMI_ROOT_DIRECTORY"] = RepositoryRoot.Folder,
            ["PULUMI_CONFIG"] = JsonSerializer.Serialize(Config),
            ["PULUMI_CONFIG_SECRET_KEYS"] = """["project:password"]""",
            [PreviewEngine.EngineVariable] = "1",
        };
}
