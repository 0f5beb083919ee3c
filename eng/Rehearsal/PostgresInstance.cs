using System.Globalization;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.LocalServers;

namespace PmCrm.Rehearsal;

/// <summary>A PostgreSQL with production's flags, a WAL archive, backups and replicas; its folder is removed afterwards.</summary>
internal sealed class PostgresInstance : IAsyncDisposable
{
    private const string User = "pmcrm";
    private const string Ready = "ready to accept";

    /// <summary>PostgreSQL's message if the archive ends too early (src/backend/access/transam/xlogrecovery.c).</summary>
    private const string TargetNotReached = "recovery ended before configured recovery target was reached";

    private readonly PostgresPrograms programs;
    private readonly IReadOnlyList<(string Name, string Value)> flags;
    private readonly string folder;
    private ChildProcess? process;

    private PostgresInstance(PostgresPrograms programs, IReadOnlyList<(string Name, string Value)> flags, string folder)
    {
        this.programs = programs;
        this.flags = flags;
        this.folder = folder;
    }

    public int Port { get; } = ChildProcess.FreePort();

    public string Url => $"postgresql://{User}@127.0.0.1:{Port}/postgres";

    /// <summary>The server's log so far.</summary>
    public string Log => process?.Printed ?? "";

    private string Data => Path.Combine(programs.Inside(folder), "data");

    /// <summary>For example 15.18.</summary>
    public async Task<string> Version() => (string)(await Scalar("select current_setting('server_version')"))!;

    private string Archive => Path.Combine(programs.Inside(folder), "archive");

    /// <summary>Creates a new, empty one that archives its WAL.</summary>
    public static async Task<PostgresInstance> Create(PostgresPrograms programs, IReadOnlyList<(string Name, string Value)> flags)
    {
        var instance = new PostgresInstance(programs, flags, await programs.CreateFolder());
        await instance.Run("initdb", "-D", instance.Data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        var archive = Path.Combine(instance.folder, "archive");
        Directory.CreateDirectory(archive);
        await ChildProcess.MustRun("chown", $"--reference={instance.folder}", archive);
        return instance;
    }

    /// <summary>Copies a running instance while it is being written to.</summary>
    /// <param name="isReplica">Whether the copy will follow the original's WAL.</param>
    public static async Task<PostgresInstance> BackUp(PostgresInstance original, bool isReplica)
    {
        var copy = new PostgresInstance(original.programs, original.flags, await original.programs.CreateFolder());
        await copy.Run(
            "pg_basebackup",
            [
                "-h",
                "127.0.0.1",
                "-p",
                original.Port.ToString(CultureInfo.InvariantCulture),
                "-U",
                User,
                "-D",
                copy.Data,
                "--checkpoint=fast",
                "--no-sync",
                .. isReplica ? (string[])["--write-recovery-conf"] : [],
            ]
        );
        return copy;
    }

    /// <summary>Replays another instance's archive up to a moment, and becomes a primary.</summary>
    /// <returns>False if the archive ends before that moment: then PostgreSQL refuses to continue.</returns>
    public async Task<bool> RecoverTo(PostgresInstance original, DateTimeOffset moment)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "recovery.signal"), "");
        string[] settings =
        [
            "-c",
            $"restore_command=cp {original.Archive}/%f %p",
            "-c",
            $"recovery_target_time={moment.ToString("yyyy-MM-dd HH:mm:ss.fffzzz", CultureInfo.InvariantCulture)}",
            "-c",
            "recovery_target_action=promote",
        ];
        try
        {
            await Start(settings);
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains(TargetNotReached, StringComparison.Ordinal))
        {
            return false;
        }
        // It answers during the replay, and may end afterwards.
        await Until("it is a primary", async () => Log.Contains(TargetNotReached, StringComparison.Ordinal) || await IsPrimary());
        return !Log.Contains(TargetNotReached, StringComparison.Ordinal);
    }

    public async Task Start(params string[] more)
    {
        var hasAudit = programs.HasExtension("pgaudit");
        var settings = flags.Where(flag => hasAudit || !flag.Name.StartsWith("pgaudit.", StringComparison.Ordinal)).ToList();
        // Without pgaudit, the logged statements show the moment. The application's statements contain no values, only parameters.
        if (hasAudit)
            settings.Add(("shared_preload_libraries", "pgaudit"));
        else
            settings.AddRange([("log_statement", "mod"), ("log_parameter_max_length", "0")]);
        settings.AddRange([
            ("log_line_prefix", "%m "),
            ("log_timezone", "UTC"),
            ("archive_mode", "on"),
            ("archive_command", $"cp %p {Archive}/%f"),
            // At least as often as Cloud SQL uploads it.
            ("archive_timeout", "60"),
            ("listen_addresses", "127.0.0.1"),
        ]);
        var (program, arguments) = programs.Command(
            "postgres",
            [
                "-D",
                Data,
                "-p",
                Port.ToString(CultureInfo.InvariantCulture),
                "-k",
                programs.Inside(folder),
                .. settings.SelectMany(setting => (string[])["-c", $"{setting.Name}={setting.Value}"]),
                .. more,
            ]
        );
        process = await ChildProcess.Start(program, arguments, Ready);
    }

    /// <summary>Kills it (SIGKILL), like a power failure.</summary>
    public async Task Kill()
    {
        if (process is not null)
            await process.Kill();
    }

    public async Task<object?> Scalar(string statement)
    {
        await using var connection = new NpgsqlConnection(PostgresUrl.Parse(Url).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The ids of all contacts.</summary>
    public async Task<HashSet<Guid>> Contacts()
    {
        await using var connection = new NpgsqlConnection(PostgresUrl.Parse(Url).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select id from contacts", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new HashSet<Guid>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <summary>Archives all WAL written so far.</summary>
    public async Task FlushArchive()
    {
        var segment = (string)(await Scalar("select pg_walfile_name(pg_switch_wal())"))!;
        await Until("the WAL is archived", async () =>
            string.CompareOrdinal(await Scalar("select last_archived_wal from pg_stat_archiver") as string, segment) >= 0
        );
    }

    /// <summary>Removes the newest archived file, like a lost upload. Only to check that the loss is detected.</summary>
    public void LoseNewestArchived() =>
        File.Delete(
            Directory.GetFiles(Path.Combine(folder, "archive")).Where(file => !file.Contains('.', StringComparison.Ordinal)).Order().Last()
        );

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Polls until the condition is true, for at most a minute.</summary>
    public static async Task Until(string what, Func<Task<bool>> isSo)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await isSo())
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"Not within a minute: {what}.");
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task<bool> IsPrimary()
    {
        try
        {
            return !(bool)(await Scalar("select pg_is_in_recovery()"))!;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task Run(string name, params string[] arguments)
    {
        var (program, all) = programs.Command(name, arguments);
        await ChildProcess.MustRun(program, all);
    }
}
