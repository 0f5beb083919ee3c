using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Simulation;

namespace PmCrm.Preview.Engine;

/// <summary>
/// Runs a compiled Pulumi program without a cloud: serves the two services that a program talks to, starts it as the CLI
/// would, records what it asks for, and stops with it.
/// </summary>
public static class PreviewEngine
{
    /// <summary>The environment variable that tells a program built with the stand-in SDK that this is our engine.</summary>
    public const string EngineVariable = "PMCRM_PREVIEW_ENGINE";

    // Runtime settings for a program that runs once, for about a second. It gains nothing from the instrumentation of dynamic PGO, nor from
    // W^X (mapping code twice, once writable and once executable), which takes a tenth of that second.
    private static readonly (string Name, string Value)[] RuntimeSettings =
    [
        ("DOTNET_TieredPGO", "0"),
        ("DOTNET_EnableWriteXorExecute", "0"),
    ];

    /// <summary>Runs the program until it exits. A failed program is a result, not an exception.</summary>
    /// <exception cref="PreviewException">The program cannot be started at all.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the program is stopped.</exception>
    public static async Task<RunResult> RunAsync(RunRequest run, CancellationToken cancellationToken = default)
    {
        using var transforms = new Transforms();
        var recorder = new Recorder(run, new Simulator(run.Unknowns, run.Config));
        foreach (var secret in run.Config.Values.SelectMany(entry => entry.Secrets))
            recorder.Secrets.Add(secret);
        // The program starts first: it takes longer to reach us than the server takes to be ready.
        using var socket = GrpcServer.Listen();
        await using var server = new GrpcServer(socket, new Services(recorder, transforms).Methods());
        var environment = EnvironmentFor(run, socket.LocalEndPoint!.ToString()!);
        using var program = ProgramProcess.Start(run.Command, environment);
        await server.StartAsync();
        // While the program starts, there is time to read the tables.
        Simulator.Prepare();
        await program.WaitAsync(run.Timeout, cancellationToken);
        // No more calls come, so the server shuts down while the plan is built.
        var stopped = Task.Run(server.StopAsync, CancellationToken.None);
        ProgramVerdict.Judge(run, recorder, program, server.Fault);

        var mask = new SecretMask(recorder.Secrets.Texts, OpenTexts(run));
        var result = new RunResult
        {
            Plan = PlanBuilder.Build(run, recorder, mask),
            Requests = recorder.Requests,
            Mask = mask,
            ExitCode = program.ExitCode,
        };
        await stopped;
        return result;
    }

    // Values that are in plain text in the project anyway.
    private static IEnumerable<string> OpenTexts(RunRequest run) =>
        run.Config.Values.Where(entry => !entry.IsSecret).Select(entry => entry.Text).Append(run.Stack).Append(run.Project);

    private static Dictionary<string, string> EnvironmentFor(RunRequest run, string address)
    {
        var environment = new Dictionary<string, string>(run.Environment)
        {
            ["PULUMI_MONITOR"] = address,
            ["PULUMI_ENGINE"] = address,
            ["PULUMI_PROJECT"] = run.Project,
            ["PULUMI_STACK"] = run.Stack,
            ["PULUMI_ORGANIZATION"] = run.Organization,
            ["PULUMI_DRY_RUN"] = run.DryRun ? "true" : "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = (Environment.ProcessorCount * 4).ToString(CultureInfo.InvariantCulture),
            ["PULUMI_ROOT_DIRECTORY"] = run.RootDirectory,
            ["PULUMI_PWD"] = run.Command.WorkingDirectory,
            ["PULUMI_CONFIG"] = Json(writer =>
            {
                writer.WriteStartObject();
                foreach (var (key, entry) in run.Config)
                    writer.WriteString(key, entry.Text);
                writer.WriteEndObject();
            }),
            ["PULUMI_CONFIG_SECRET_KEYS"] = Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var (key, entry) in run.Config)
                    if (entry.IsSecret)
                        writer.WriteStringValue(key);
                writer.WriteEndArray();
            }),
            [EngineVariable] = "1",
        };
        foreach (var (name, value) in run.Command.Variables)
            environment[name] = value;
        foreach (var (name, value) in RuntimeSettings)
            if (Environment.GetEnvironmentVariable(name) is null)
                environment[name] = value;
        return environment;
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
