using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace PmCrm.LocalServers;

/// <summary>A program that this one started and that ends with it at the latest. Its output is kept.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> ready;

    private ChildProcess(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment,
        IEnumerable<string> ready
    )
    {
        this.ready = new Queue<string>(ready);
        // setsid replaces itself with the program, so that the process is the program itself.
        if (OwnSessions && Find("setsid") is { } setsid)
            (program, arguments) = (setsid, [program, .. arguments]);
        process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            process.StartInfo.Environment[name] = value;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>
    /// Whether Ctrl-C in the terminal reaches only this program and not its child processes: for a program that ends them in its own order.
    /// </summary>
    public static bool OwnSessions { get; set; }

    /// <summary>The output so far: standard output and standard error.</summary>
    public string Printed
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public int Id => process.Id;

    /// <summary>Completes when the program has ended, with its exit code.</summary>
    public Task<int> Ended => WaitForEnd();

    /// <summary>Starts a server and waits until it reports that it is ready.</summary>
    /// <param name="ready">A part of the line that it prints when it is ready.</param>
    /// <exception cref="InvalidOperationException">It ended or was not ready in time; the message contains its output.</exception>
    public static Task<ChildProcess> Start(
        string program,
        IEnumerable<string> arguments,
        string ready,
        IReadOnlyDictionary<string, string?>? environment = null
    ) => Start(program, arguments, [ready], environment);

    /// <inheritdoc cref="Start(string, IEnumerable{string}, string, IReadOnlyDictionary{string, string?}?)"/>
    /// <param name="ready">Parts of lines that it prints one after the other; with the last one it is ready.</param>
    public static async Task<ChildProcess> Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyList<string> ready,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var child = new ChildProcess(program, arguments, environment, ready);
        if (await Task.WhenAny(child.isReady.Task, child.Ended, Task.Delay(Timeout)) == child.isReady.Task)
            return child;
        await child.DisposeAsync();
        throw new InvalidOperationException($"{program} did not start:\n{child.Printed}");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and its output.</returns>
    public static async Task<(int ExitCode, string Printed)> Run(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? limit = null
    )
    {
        await using var child = new ChildProcess(program, arguments, environment, ready: []);
        var code = await child.Ended.WaitAsync(limit ?? Timeout);
        return (code, child.Printed);
    }

    /// <summary>Runs a program that must not fail.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message contains its output.</exception>
    public static async Task MustRun(string program, params IEnumerable<string> arguments)
    {
        var (code, printed) = await Run(program, arguments);
        if (code != 0)
            throw new InvalidOperationException($"{program} failed:\n{printed}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The path of a program, on PATH or in one of the folders.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        FindIn(string.Join(':', folders.Prepend(Environment.GetEnvironmentVariable("PATH") ?? "")), program);

    /// <summary>The path of a program in the folders of a path.</summary>
    /// <param name="path">Folders, as in PATH.</param>
    public static string? FindIn(string path, string program) =>
        path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Whether a process of this machine is running. A zombie, which has ended but was not waited for, is not running.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            using var other = Process.GetProcessById(id);
            return !other.HasExited && !(OperatingSystem.IsLinux() && IsZombie(id));
        }
        catch (ArgumentException)
        {
            // No process has this id.
            return false;
        }
    }

    /// <summary>Asks it to end (SIGTERM), as Kubernetes does.</summary>
    public void Terminate()
    {
        if (!process.HasExited)
            _ = Signal(process.Id, SigTerm);
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public async Task Kill()
    {
        if (process.HasExited)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
    }

    private async Task<int> WaitForEnd()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static bool IsZombie(int id)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/status").Any(line => line.StartsWith("State:\tZ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            // It ended in the meantime.
            return true;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        // Both streams call this, each on its own thread.
        lock (output)
        {
            output.AppendLine(line);
            if (!ready.TryPeek(out var next) || !line.Contains(next, StringComparison.Ordinal))
                return;
            ready.Dequeue();
            if (ready.Count == 0)
                isReady.TrySetResult();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
