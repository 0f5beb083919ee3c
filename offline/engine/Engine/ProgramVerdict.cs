using System.Text;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Engine;

/// <summary>Decides how a run ended and says so: what went wrong, where, and what the program itself wrote about it.</summary>
internal static class ProgramVerdict
{
    // The SDK's own code for "an error has been reported through the engine".
    private const int AlreadyReported = 32;
    private const int SignalBase = 128;

    public static void Judge(RunRequest run, Recorder recorder, ProgramProcess program, Exception? fault)
    {
        var reported = recorder.HasErrors;
        Forward(recorder, program, run.Verbose);
        var name = NameOf(run.Command);
        if (fault is not null)
            recorder.Say(Severity.Error, $"the preview engine failed: {(run.Verbose ? fault.ToString() : fault.Message)}");
        switch (program.ExitCode)
        {
            case null:
                recorder.Say(Severity.Error, $"{name} did not finish within {Seconds(run.Timeout)} and was stopped; {Progress(recorder)}");
                break;
            case 0 when recorder.Requests.Count == 0:
                recorder.Say(
                    Severity.Error,
                    $"{name} ended without asking the engine for anything; " + "a Pulumi program awaits Deployment.RunAsync in its Main"
                );
                break;
            case 0 or AlreadyReported when reported:
            case 0:
                break;
            case > SignalBase and var code:
                recorder.Say(Severity.Error, $"{name} crashed (exit code {code}, signal {code - SignalBase}); {Progress(recorder)}");
                break;
            case var code when !reported:
                recorder.Say(Severity.Error, $"{name} failed with exit code {code}; {Progress(recorder)}");
                break;
        }
    }

    /// <summary>The message without the lines of a .NET stack trace.</summary>
    public static string WithoutStackTrace(string message)
    {
        var kept = new StringBuilder();
        foreach (var line in message.AsSpan().EnumerateLines())
        {
            var text = line.TrimEnd();
            var isTrace =
                text.TrimStart().StartsWith("at ", StringComparison.Ordinal) && text.StartsWith("   ", StringComparison.Ordinal)
                || text.TrimStart().StartsWith("--- End of ", StringComparison.Ordinal);
            if (!isTrace)
                kept.Append(text).Append('\n');
        }
        return kept.ToString().TrimEnd('\n');
    }

    private static void Forward(Recorder recorder, ProgramProcess program, bool verbose)
    {
        if (!verbose)
            recorder.RemoveStackTraces(WithoutStackTrace);
        var output = program.Output.Trim();
        if (output.Length > 0)
            recorder.Say(Severity.Info, $"the program wrote: {output}");
        var errors = (verbose ? program.Errors : WithoutStackTrace(program.Errors)).Trim();
        if (errors.Length > 0)
            recorder.Say(program.ExitCode is 0 || recorder.HasErrors ? Severity.Info : Severity.Error, errors);
    }

    private static string Progress(Recorder recorder) =>
        recorder.LastUrn is { } urn ? $"the last resource it registered is '{urn}'"
        : recorder.Requests.Count > 0 ? "it registered no resource"
        : "it never reached the engine";

    private static string NameOf(ProgramCommand command) =>
        $"the program {Path.GetFileName(command.Arguments is [.., var last] ? last : command.FileName)}";

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.#} s";
}
