using System.Diagnostics;
using System.Globalization;
using System.Net;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;
using Names = PmCrm.Contract.AppVariables;

[assembly: AssemblyFixture(typeof(PublishedApp))]

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The native binary that the image contains, published when the first test asks for it.</summary>
public sealed class PublishedApp
{
    private const string Listening = "Now listening on";

    private readonly Lazy<Task<string>> binary = new(() => PublishedBackend.FindOrPublish(Repository.Root));

    /// <summary>Why it cannot be built here, or null.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "The image's binary is built on Linux"
        : ChildProcess.Find("clang") is null && ChildProcess.Find("gcc") is null
            ? "No linker for native code (on Debian: apt-get install gcc zlib1g-dev)"
        : null;

    public static string Runtime => PublishedBackend.Runtime;

    /// <summary>Its path. Skips the test where it cannot be built.</summary>
    public async Task<string> Binary()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return await binary.Value;
    }

    /// <summary>Runs one of its commands until it exits.</summary>
    public async Task<(int ExitCode, string Printed)> Run(string[] arguments, Dictionary<string, string?> environment) =>
        await ChildProcess.Run(await Binary(), arguments, environment);

    /// <summary>Starts the backend or the worker.</summary>
    public async Task<RunningApp> Start(string command, Dictionary<string, string?> environment)
    {
        var port = ChildProcess.FreePort();
        var all = new Dictionary<string, string?>(environment) { [Names.Port] = port.ToString(CultureInfo.InvariantCulture) };
        all.TryAdd(Names.LogLevel, "info");
        return new RunningApp(await ChildProcess.Start(await Binary(), [command], Listening, all), port);
    }
}

/// <summary>A process of the native binary, and a client for it.</summary>
public sealed class RunningApp(ChildProcess process, int port) : IAsyncDisposable
{
    public ChildProcess Process => process;

    public int Port => port;

    public HttpClient Client { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Repeats the request until the response has the expected status.</summary>
    public Task WaitFor(string path, HttpStatusCode status, TimeSpan timeout) =>
        WaitFor(Client, path, status, timeout, () => process.Printed);

    /// <inheritdoc cref="WaitFor(string, HttpStatusCode, TimeSpan)"/>
    /// <param name="printed">The output to show if the status does not occur.</param>
    public static async Task WaitFor(HttpClient client, string path, HttpStatusCode status, TimeSpan timeout, Func<string> printed)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.Get(path);
                if (response.StatusCode == status)
                    return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(start) < timeout)
            {
                // Not listening yet.
            }
            if (Stopwatch.GetElapsedTime(start) > timeout)
                Assert.Fail($"{path} did not become {(int)status} in {timeout}:\n{printed()}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
    }
}
