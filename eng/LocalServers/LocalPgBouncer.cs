using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>
/// A PgBouncer on a free loopback port, in front of a PostgreSQL, in transaction mode: a client has a server connection only for the
/// duration of a transaction, as with the poolers of Neon and Supabase.
/// </summary>
public sealed class LocalPgBouncer : IAsyncDisposable
{
    private readonly ChildProcess process;
    private readonly string folder;

    private LocalPgBouncer(ChildProcess process, string folder, int port)
    {
        this.process = process;
        this.folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Why it cannot be started on this machine, or null if it can.</summary>
    public static string? Missing() => Find() is null ? "PgBouncer is not installed (on Debian: apt-get install pgbouncer)" : null;

    /// <summary>Starts one.</summary>
    /// <param name="postgresPort">Loopback port of a PostgreSQL that trusts its clients.</param>
    /// <param name="poolSize">Number of connections to PostgreSQL per database. With few, clients soon share them.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static async Task<LocalPgBouncer> Start(int postgresPort, int poolSize)
    {
        var program = Find() ?? throw new InvalidOperationException(Missing());
        var folder = Directory.CreateTempSubdirectory("pgbouncer-").FullName;
        try
        {
            var port = ChildProcess.FreePort();
            var settings = Path.Combine(folder, "pgbouncer.ini");
            await File.WriteAllTextAsync(settings, Settings(port, postgresPort, poolSize));
            // PgBouncer refuses to run as root unless it is told which user to switch to.
            string[] arguments = Environment.UserName == "root" ? ["-u", "nobody", settings] : [settings];
            if (Environment.UserName == "root" && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    folder,
                    ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
                );
                File.SetUnixFileMode(settings, ReadableByAll);
            }
            return new LocalPgBouncer(await ChildProcess.Start(program, arguments, "process up"), folder, port);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>The application's URL for one of PostgreSQL's databases through the pooler.</summary>
    public string Url(string database) => $"postgresql://pmcrm@127.0.0.1:{Port}/{database}?pgbouncer=true";

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static string? Find() => ChildProcess.Find("pgbouncer", "/usr/sbin", "/usr/local/sbin");

    // https://www.pgbouncer.org/config.html
    private static string Settings(int port, int postgresPort, int poolSize) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [databases]
            * = host=127.0.0.1 port={postgresPort} user=pmcrm

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {poolSize}
            max_client_conn = 500

            """
        );
}
