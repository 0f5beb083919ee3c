using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>A PostgreSQL of this machine's, on a free port, in a data folder that is removed afterwards. It can be stopped and started.</summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private const string User = "pmcrm";

    /// <summary>PostgreSQL refuses to run as root; Debian's package brings this account.</summary>
    private const string ServerAccount = "postgres";

    private readonly string folder;
    private readonly string programs;
    private ChildProcess? process;

    private LocalPostgres(string folder, string programs, int port)
    {
        this.folder = folder;
        this.programs = programs;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Why there is none on this machine, or null where there is.</summary>
    public static string? Missing => Programs() is null ? "PostgreSQL is not installed (on Debian: apt-get install postgresql)" : null;

    public static async Task<LocalPostgres> Start()
    {
        var programs = Programs() ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("pmcrm-postgres-").FullName;
        var server = new LocalPostgres(folder, programs, ChildProcess.FreePort());
        try
        {
            if (Environment.IsPrivilegedProcess) await ChildProcess.MustRun("chown", ServerAccount, folder);
            await server.Run("initdb", "-D", server.Data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
            await server.Resume();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The URL of one of its databases.</summary>
    public string Url(string database) => $"postgresql://{User}@127.0.0.1:{Port}/{database}";

    /// <summary>Starts it (again), with the data that it had.</summary>
    public async Task Resume()
    {
        var (program, arguments) = AsServerAccount("postgres",
        [
            "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", folder, "-c", "listen_addresses=127.0.0.1",
            // The data does not outlive the process; nothing is gained by waiting for the disk.
            "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300",
        ]);
        process = await ChildProcess.Start(program, arguments, "ready to accept connections");
    }

    /// <summary>Ends it as an unplugged machine would; <see cref="Resume"/> brings it back.</summary>
    public async Task Kill()
    {
        if (process is not null) await process.DisposeAsync();
        process = null;
        // Killed, it leaves its lock file; the next start checks the process number in it and goes on.
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(folder, recursive: true);
    }

    private string Data => Path.Combine(folder, "data");

    private Task Run(string program, params string[] arguments)
    {
        var (command, all) = AsServerAccount(program, arguments);
        return ChildProcess.MustRun(command, all);
    }

    private (string Program, IEnumerable<string> Arguments) AsServerAccount(string program, string[] arguments)
    {
        var path = Path.Combine(programs, program);
        return Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid", ServerAccount, "--regid", ServerAccount, "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    private static string? Programs()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(name => name, StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        return Path.GetDirectoryName(ChildProcess.Find("initdb", debian));
    }
}
