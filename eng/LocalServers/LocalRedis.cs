namespace PmCrm.LocalServers;

/// <summary>A Redis on a free loopback port, as a container or a process, without persistence. It can be stopped and started.</summary>
public sealed class LocalRedis : IAsyncDisposable
{
    /// <summary>Redis's output when it is ready.</summary>
    internal const string Ready = "Ready to accept connections";

    private const int ContainerPort = 6379;

    private readonly ILocalServer server;

    private LocalRedis(ILocalServer server) => this.server = server;

    public int Port => server.Port;

    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>The settings of every server: nothing is written to disk.</summary>
    internal static IReadOnlyList<string> Settings { get; } = ["--save", "", "--appendonly", "no"];

    /// <summary>Why it cannot be started on this machine, or null if it can.</summary>
    public static async Task<string?> Missing() =>
        await ContainerEngine.Find() is null && InstalledRedis.Find() is null
            ? "No container engine answers, and Redis is not installed (on Debian: apt-get install redis-server)"
            : null;

    /// <summary>Starts one as <see cref="ContainerEngine.Find"/> chooses.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it did not start.</exception>
    public static async Task<LocalRedis> Start() => await Start(await ContainerEngine.Find());

    /// <summary>Starts it (again), empty.</summary>
    public Task Resume() => server.Start();

    /// <summary>Kills it, like a power failure; <see cref="Resume"/> starts it again.</summary>
    public Task Kill() => server.Kill();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    internal static async Task<LocalRedis> Start(ContainerEngine? engine)
    {
        ILocalServer server = engine is not null
            ? await Container.Create(engine, ContainerEngine.RedisImage, ContainerPort, [], ["redis-server", .. Settings], Ready)
            : new InstalledRedis(InstalledRedis.Find() ?? throw new InvalidOperationException(await Missing()));
        try
        {
            await server.Start();
            return new LocalRedis(server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
