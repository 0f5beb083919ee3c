using System.Diagnostics;
using System.Globalization;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Tests.Harness;

internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Everything that a person or a log could see.</summary>
    public string All => Output + Errors;
}

/// <summary>Runs the preview program as a user would, in a process of its own.</summary>
internal static class PreviewCli
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static Task<CliResult> RunAsync(params string[] arguments) => RunAsync(environment: null, arguments);

    public static Task<CliResult> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        RunAsync(_ => Task.CompletedTask, environment, arguments);

    /// <summary>Runs a native program with the same arguments instead.</summary>
    public static Task<CliResult> RunNativeAsync(string program, params string[] arguments) =>
        RunAsync(_ => Task.CompletedTask, new ProcessStartInfo(program, arguments));

    /// <summary>Runs it and interrupts it (Ctrl-C) when a condition is true.</summary>
    public static Task<CliResult> InterruptAsync(Func<Task<bool>> when, params string[] arguments) =>
        RunAsync(
            async process =>
            {
                while (!process.HasExited && !await when())
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
                using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            },
            environment: null,
            arguments
        );

    private static Task<CliResult> RunAsync(
        Func<Process, Task> meanwhile,
        IReadOnlyDictionary<string, string>? environment,
        string[] arguments
    )
    {
        var start = new ProcessStartInfo(DotnetHost.Path, [Built.Preview, .. arguments]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return RunAsync(meanwhile, start);
    }

    private static async Task<CliResult> RunAsync(Func<Process, Task> meanwhile, ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await meanwhile(process).WaitAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new CliResult(process.ExitCode, await output, await errors);
    }
}
