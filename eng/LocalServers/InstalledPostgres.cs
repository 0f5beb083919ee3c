using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>A process of this machine's PostgreSQL, with its own data folder.</summary>
internal sealed class InstalledPostgres : ILocalServer
{
    private readonly PostgresPrograms programs;
    private readonly string folder;
    private ChildProcess? process;

    private InstalledPostgres(PostgresPrograms programs, string folder)
    {
        this.programs = programs;
        this.folder = folder;
        Port = ChildProcess.FreePort();
    }

    public int Port { get; }

    private string Data => Path.Combine(programs.Inside(folder), "data");

    /// <summary>Creates its data folder without starting it.</summary>
    public static async Task<InstalledPostgres> Create(PostgresPrograms programs, string user)
    {
        var server = new InstalledPostgres(programs, await programs.CreateFolder());
        try
        {
            var (program, arguments) = programs.Command(
                "initdb",
                "-D",
                server.Data,
                "-U",
                user,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync"
            );
            await ChildProcess.MustRun(program, arguments);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task Start()
    {
        var (program, arguments) = programs.Command(
            "postgres",
            [
                "-D",
                Data,
                "-p",
                Port.ToString(CultureInfo.InvariantCulture),
                "-k",
                programs.Inside(folder),
                "-c",
                "listen_addresses=127.0.0.1",
                .. LocalPostgres.Settings,
            ]
        );
        process = await ChildProcess.Start(program, arguments, LocalPostgres.Ready);
    }

    public async Task Kill()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
        // A killed server leaves its lock file; the next start checks the process id in it and continues.
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(folder, recursive: true);
    }
}
