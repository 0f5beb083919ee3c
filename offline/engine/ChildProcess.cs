using System.Diagnostics;

namespace PmCrm.Preview;

/// <param name="ExitCode">The exit code of the process.</param>
/// <param name="Output">Its standard output; empty when the lines went to a callback.</param>
/// <param name="Errors">Its standard error; empty when the lines went to a callback.</param>
internal sealed record ChildResult(int ExitCode, string Output, string Errors);

/// <summary>Runs a program until it exits, with standard input closed. Cancellation kills it and all its child processes.</summary>
internal static class ChildProcess
{
    /// <param name="start">The program.</param>
    /// <param name="line">Called for each line of both streams, one at a time; null collects the lines.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static async Task<ChildResult> RunAsync(ProcessStartInfo start, Action<string>? line, CancellationToken cancellationToken)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var gate = new Lock();
        var output = ReadAsync(process.StandardOutput, line, gate);
        var errors = ReadAsync(process.StandardError, line, gate);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        return new ChildResult(process.ExitCode, await output, await errors);
    }

    private static async Task<string> ReadAsync(StreamReader reader, Action<string>? line, Lock gate)
    {
        if (line is null)
            return await reader.ReadToEndAsync(CancellationToken.None);
        while (await reader.ReadLineAsync(CancellationToken.None) is { } text)
            lock (gate)
                line(text);
        return "";
    }
}
