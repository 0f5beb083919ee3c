using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>
/// A PgBouncer on a free port of the loopback, in front of a PostgreSQL, in transaction mode: a client has a server's connection only for
/// the length of a transaction, as behind the poolers of Neon and Supabase.
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

    /// <summary>Why none can be started on this machine, or null where one can.</summary>
    public static string? Missing() => Find() is null ? "PgBouncer is not installed (on Debian: apt-get install pgbouncer)" : null;

    /// <summary>Starts one.</summary>
    /// <param name="postgresPort">Port of the PostgreSQL on the loopback, which trusts its clients.</param>
    /// <param name="poolSize">Connections to PostgreSQL for each database. With few, one client soon gets another's.</param>
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
            // It refuses to run as root, and then gives up what root may.
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

    /// <summary>The URL of one of PostgreSQL's databases through it, for the application.</summary>
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
