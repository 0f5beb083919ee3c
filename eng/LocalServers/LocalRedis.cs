namespace PmCrm.LocalServers;

/// <summary>A Redis on a free port of the loopback, a container or a process, that keeps nothing. It can be stopped and started.</summary>
public sealed class LocalRedis : IAsyncDisposable
{
    /// <summary>What Redis prints when it is ready.</summary>
    internal const string Ready = "Ready to accept connections";

    private const int ContainerPort = 6379;

    private readonly ILocalServer server;

    private LocalRedis(ILocalServer server) => this.server = server;

    public int Port => server.Port;

    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>Settings of every server here: nothing is written to the disk.</summary>
    internal static IReadOnlyList<string> Settings { get; } = ["--save", "", "--appendonly", "no"];

    /// <summary>Why none can be started on this machine, or null where one can.</summary>
    public static async Task<string?> Missing() =>
        await ContainerEngine.Find() is null && InstalledRedis.Find() is null
            ? "No container engine answers, and Redis is not installed (on Debian: apt-get install redis-server)"
            : null;

    /// <summary>Starts one where <see cref="ContainerEngine.Find"/> says.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it did not start.</exception>
    public static async Task<LocalRedis> Start() => await Start(await ContainerEngine.Find());

    /// <summary>Starts it (again), empty.</summary>
    public Task Resume() => server.Start();

    /// <summary>Ends it as an unplugged machine would; <see cref="Resume"/> brings it back.</summary>
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
