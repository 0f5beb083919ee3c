using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>A process of this machine's Redis.</summary>
internal sealed class InstalledRedis(string program) : ILocalServer
{
    private ChildProcess? process;

    public int Port { get; } = ChildProcess.FreePort();

    /// <summary>Its program, or null if it is not installed.</summary>
    public static string? Find() => ChildProcess.Find("redis-server");

    public async Task Start() =>
        process = await ChildProcess.Start(
            program,
            [
                "--port",
                Port.ToString(CultureInfo.InvariantCulture),
                "--bind",
                "127.0.0.1",
                "--dir",
                Path.GetTempPath(),
                .. LocalRedis.Settings,
            ],
            LocalRedis.Ready
        );

    public async Task Kill()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
    }

    public ValueTask DisposeAsync() => new(Kill());
}
