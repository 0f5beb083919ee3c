using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>A Redis of this machine's, on a free port, that keeps nothing. It can be stopped and started.</summary>
public sealed class LocalRedis : IAsyncDisposable
{
    private ChildProcess? process;

    private LocalRedis(int port) => Port = port;

    public int Port { get; }

    /// <summary>Why there is none on this machine, or null where there is.</summary>
    public static string? Missing =>
        ChildProcess.Find("redis-server") is null ? "Redis is not installed (on Debian: apt-get install redis-server)" : null;

    public string Url => $"redis://127.0.0.1:{Port}";

    public static async Task<LocalRedis> Start()
    {
        var server = new LocalRedis(ChildProcess.FreePort());
        await server.Resume();
        return server;
    }

    public async Task Resume()
    {
        var program = ChildProcess.Find("redis-server") ?? throw new InvalidOperationException(Missing);
        process = await ChildProcess.Start(
            program,
            ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()],
            "Ready to accept connections");
    }

    public async Task Kill()
    {
        if (process is not null) await process.DisposeAsync();
        process = null;
    }

    public ValueTask DisposeAsync() => new(Kill());
}
