using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PmCrm.LocalServers;

/// <summary>A server program of this machine, with a data folder of its own that goes when it does.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output = new();

    private readonly TaskCompletionSource isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? ready;

    private ServerProcess(string program, IEnumerable<string> arguments, string? ready)
    {
        this.ready = ready;
        process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a server and waits until it says that it is ready.</summary>
    /// <param name="ready">A part of the line that it prints then.</param>
    /// <exception cref="InvalidOperationException">It ended or was not ready in time; the message has what it printed.</exception>
    public static async Task<ServerProcess> Start(string program, IEnumerable<string> arguments, string ready)
    {
        var server = new ServerProcess(program, arguments, ready);
        var ended = server.process.WaitForExitAsync();
        if (await Task.WhenAny(server.isReady.Task, ended, Task.Delay(Patience)) == server.isReady.Task) return server;
        await server.DisposeAsync();
        throw new InvalidOperationException($"{program} did not start:\n{server.Printed}");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static async Task Run(string program, IEnumerable<string> arguments)
    {
        await using var server = new ServerProcess(program, arguments, ready: null);
        using var limit = new CancellationTokenSource(Patience);
        await server.process.WaitForExitAsync(limit.Token);
        if (server.process.ExitCode != 0) throw new InvalidOperationException($"{program} failed:\n{server.Printed}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Where a program is, on PATH or in one of the folders.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(folders)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private string Printed
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    private void Keep(string? line)
    {
        if (ready is not null && line?.Contains(ready, StringComparison.Ordinal) == true) isReady.TrySetResult();
        // The first lines tell why a server did not start.
        lock (output)
            if (line is not null && output.Length < 10_000)
                output.AppendLine(line);
    }
}
