namespace PmCrm.LocalServers;

/// <summary>
/// A PostgreSQL on a free port of the loopback, a container or a process, whose data are removed afterwards. It can be stopped and started.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    /// <summary>What PostgreSQL prints when it is ready.</summary>
    internal const string Ready = "ready to accept connections";

    private const string User = "pmcrm";
    private const int ContainerPort = 5432;

    private readonly ILocalServer server;

    private LocalPostgres(ILocalServer server) => this.server = server;

    public int Port => server.Port;

    /// <summary>Settings of every server here.</summary>
    internal static IReadOnlyList<string> Settings { get; } =
    [
        // The data do not outlive the machine; nothing is gained by waiting for the disk. What is committed outlives the process.
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=300",
    ];

    /// <summary>Why none can be started on this machine, or null where one can.</summary>
    public static async Task<string?> Missing() =>
        await ContainerEngine.Find() is null && PostgresPrograms.Find() is null
            ? "No container engine answers, and PostgreSQL is not installed (on Debian: apt-get install postgresql)"
            : null;

    /// <summary>Starts one where <see cref="ContainerEngine.Find"/> says.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it did not start.</exception>
    public static async Task<LocalPostgres> Start() => await Start(await ContainerEngine.Find());

    /// <summary>The URL of one of its databases.</summary>
    public string Url(string database) => $"postgresql://{User}@127.0.0.1:{Port}/{database}";

    /// <summary>Starts it (again), with the data that it had.</summary>
    public Task Resume() => server.Start();

    /// <summary>Ends it as an unplugged machine would; <see cref="Resume"/> brings it back.</summary>
    public Task Kill() => server.Kill();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    internal static async Task<LocalPostgres> Start(ContainerEngine? engine)
    {
        ILocalServer server = engine is not null
            ? await Container.Create(
                engine,
                ContainerEngine.PostgresImage,
                ContainerPort,
                // On the loopback only, as the installed one.
                [
                    $"POSTGRES_USER={User}",
                    "POSTGRES_DB=postgres",
                    "POSTGRES_HOST_AUTH_METHOD=trust",
                    "POSTGRES_INITDB_ARGS=--locale=C.UTF-8 --encoding=UTF8 --no-sync",
                ],
                [.. Settings],
                // The image starts it twice: the first time, to set it up, without a port.
                "listening on IPv4 address",
                Ready
            )
            : await InstalledPostgres.Create(PostgresPrograms.Find() ?? throw new InvalidOperationException(await Missing()), User);
        try
        {
            await server.Start();
            return new LocalPostgres(server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
