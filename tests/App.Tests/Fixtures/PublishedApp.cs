using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;
using Names = PmCrm.Contract.AppVariables;

[assembly: AssemblyFixture(typeof(PublishedApp))]

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The native binary that the image contains, published when the first test asks for it.</summary>
public sealed class PublishedApp
{
    /// <summary>Names a binary to test instead of publishing one.</summary>
    private const string Given = "PMCRM_BINARY";

    private const string Listening = "Now listening on";
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromMinutes(20);

    private readonly Lazy<Task<string>> binary = new(Publish);

    /// <summary>Why it cannot be built here, or null.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "The image's binary is built on Linux"
        : ChildProcess.Find("clang") is null && ChildProcess.Find("gcc") is null
            ? "No linker for native code (on Debian: apt-get install gcc zlib1g-dev)"
        : null;

    public static string Runtime => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>Its path. Skips the test where it cannot be built.</summary>
    public async Task<string> Binary()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return await binary.Value;
    }

    /// <summary>Runs a command of it to its end.</summary>
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

    private static async Task<string> Publish()
    {
        if (Environment.GetEnvironmentVariable(Given) is { Length: > 0 } given)
            return given;
        var output = Path.Combine(Repository.Root, "artifacts", "published", Runtime);
        // A build of its own: this one's outputs are in use while tests run.
        var (code, printed) = await ChildProcess.Run(
            "dotnet",
            [
                "publish",
                Path.Combine(Repository.Root, "app/App.csproj"),
                "--nologo",
                "-c",
                "Release",
                "-r",
                Runtime,
                "-o",
                output,
                "-p:OpenApiGenerateDocuments=false",
            ],
            new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1" },
            PublishTimeout
        );
        if (code != 0)
            throw new InvalidOperationException($"The native binary could not be published:\n{printed}");
        return Path.Combine(output, "pmcrm");
    }
}

/// <summary>A process of the native binary, and a client for it.</summary>
public sealed class RunningApp(ChildProcess process, int port) : IAsyncDisposable
{
    public ChildProcess Process => process;

    public int Port => port;

    public HttpClient Client { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Asks until the answer's status is the one waited for.</summary>
    public async Task WaitFor(string path, System.Net.HttpStatusCode status, TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await Client.Get(path);
                if (response.StatusCode == status)
                    return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(start) < timeout)
            {
                // Not there yet.
            }
            if (Stopwatch.GetElapsedTime(start) > timeout)
                Assert.Fail($"{path} did not become {(int)status} in {timeout}:\n{process.Printed}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
    }
}
