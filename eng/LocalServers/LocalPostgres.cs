namespace PmCrm.LocalServers;

/// <summary>
/// A PostgreSQL on a free loopback port, as a container or a process; its data is removed afterwards. It can be stopped and started.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    /// <summary>PostgreSQL's output when it is ready.</summary>
    internal const string Ready = "ready to accept connections";

    private const string User = "pmcrm";
    private const int ContainerPort = 5432;

    private readonly ILocalServer server;

    private LocalPostgres(ILocalServer server) => this.server = server;

    public int Port => server.Port;

    /// <summary>The settings of every server.</summary>
    internal static IReadOnlyList<string> Settings { get; } =
    [
        // The data need not survive the machine, so waiting for the disk would be useless. Committed data survives the process.
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=300",
    ];

    /// <summary>Why it cannot be started on this machine, or null if it can.</summary>
    public static async Task<string?> Missing() =>
        await ContainerEngine.Find() is null && PostgresPrograms.Find() is null
            ? "No container engine answers, and PostgreSQL is not installed (on Debian: apt-get install postgresql)"
            : null;

    /// <summary>Starts one as <see cref="ContainerEngine.Find"/> chooses.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it did not start.</exception>
    public static async Task<LocalPostgres> Start() => await Start(await ContainerEngine.Find());

    /// <summary>The URL of one of its databases.</summary>
    public string Url(string database) => $"postgresql://{User}@127.0.0.1:{Port}/{database}";

    /// <summary>Starts it (again), with its previous data.</summary>
    public Task Resume() => server.Start();

    /// <summary>Kills it, like a power failure; <see cref="Resume"/> starts it again.</summary>
    public Task Kill() => server.Kill();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    internal static async Task<LocalPostgres> Start(ContainerEngine? engine)
    {
        ILocalServer server = engine is not null
            ? await Container.Create(
                engine,
                ContainerEngine.PostgresImage,
                ContainerPort,
                // Only on loopback, like the installed one.
                [
                    $"POSTGRES_USER={User}",
                    "POSTGRES_DB=postgres",
                    "POSTGRES_HOST_AUTH_METHOD=trust",
                    "POSTGRES_INITDB_ARGS=--locale=C.UTF-8 --encoding=UTF8 --no-sync",
                ],
                [.. Settings],
                // The image starts the server twice: the first time for its set-up, without a port.
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
