using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Engine;

/// <summary>A started program, and what it wrote.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private ProgramProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Null when the program had to be stopped.</summary>
    public int? ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    /// <exception cref="PreviewException">The program cannot be started.</exception>
    public static ProgramProcess Start(ProgramCommand command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command.FileName, command.ArgumentsFor(environment))
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)!;
            // A program that prompts reads end of file, not the terminal.
            process.StandardInput.Close();
            return new ProgramProcess(process);
        }
        catch (Exception error) when (error is Win32Exception or DirectoryNotFoundException)
        {
            throw PreviewException.Program($"cannot start '{command.FileName}': {error.Message}", error);
        }
    }

    /// <summary>Waits until the program exits; kills it and its child processes after the timeout or on cancellation.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            ExitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
        // A grandchild that outlives the program may keep the pipes open; the output so far is enough then.
        var grace = Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
        Output = await Task.WhenAny(output, grace) == output ? await output : "";
        Errors = await Task.WhenAny(errors, grace) == errors ? await errors : "";
    }

    public void Dispose() => process.Dispose();
}
