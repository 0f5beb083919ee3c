using Npgsql;

namespace PmCrm.App.Data;

/// <summary>The database does not match this build's migrations; the message says what to do.</summary>
public sealed class MigrationException(string message) : Exception(message);

/// <summary>
/// Migrates a database up or down to a version. An advisory lock ensures that of several concurrent migration Jobs one works, and the
/// others then find nothing to do. Each migration and its record in <c>schema_migrations</c> are one transaction.
/// </summary>
public sealed class Migrator(NpgsqlDataSource source, IReadOnlyList<Migration> migrations, ILogger logger)
{
    /// <summary>An arbitrary number that nothing else locks: "pmcrm" in ASCII.</summary>
    private const long LockKey = 0x706d63726d;

    /// <summary>Applies the missing migrations, up to and including the version, or all.</summary>
    /// <returns>The versions applied, in order.</returns>
    /// <exception cref="MigrationException">An applied migration was edited, or the version is unknown.</exception>
    public Task<IReadOnlyList<string>> Up(string? to, CancellationToken cancellationToken) =>
        Locked(
            async connection =>
            {
                var last = to is null ? migrations.Count - 1 : IndexOf(to);
                var applied = await Applied(connection, cancellationToken);
                Verify(applied);
                var done = new List<string>();
                foreach (var migration in migrations.Take(last + 1))
                {
                    if (applied.ContainsKey(migration.Version))
                        continue;
                    await Apply(
                        connection,
                        migration.Up,
                        "insert into schema_migrations (version, checksum) values ($1, $2)",
                        [migration.Version, migration.Checksum],
                        cancellationToken
                    );
                    logger.LogInformation("Migrated up {Version}", migration.Version);
                    done.Add(migration.Version);
                }
                return done;
            },
            cancellationToken
        );

    /// <summary>Reverts the newest applied migration, or all after the given version, newest first.</summary>
    /// <returns>The reverted versions, in order.</returns>
    /// <exception cref="MigrationException">An applied migration was edited or is not in this build, or the version is unknown.</exception>
    public Task<IReadOnlyList<string>> Down(string? to, CancellationToken cancellationToken) =>
        Locked(
            async connection =>
            {
                var applied = await Applied(connection, cancellationToken);
                Verify(applied);
                var newestFirst = applied.Keys.OrderDescending(StringComparer.Ordinal).ToList();
                if (to is not null && !applied.ContainsKey(to))
                    throw new MigrationException($"\"{to}\" is not applied; applied are: {string.Join(", ", newestFirst)}.");
                var undo = to is null ? newestFirst.Take(1) : newestFirst.TakeWhile(version => version != to);
                var done = new List<string>();
                foreach (var version in undo)
                {
                    var migration = migrations.FirstOrDefault(known => known.Version == version)
                        ?? throw new MigrationException($"{version} was applied by a newer build; only that build can undo it.");
                    await Apply(
                        connection,
                        migration.Down,
                        "delete from schema_migrations where version = $1",
                        [version],
                        cancellationToken
                    );
                    logger.LogInformation("Migrated down {Version}", version);
                    done.Add(version);
                }
                return done;
            },
            cancellationToken
        );

    /// <summary>Whether every migration of this build was applied. Additional ones of a newer build do not matter.</summary>
    public static async Task<bool> IsCurrent(DatabaseSession db, CancellationToken cancellationToken)
    {
        try
        {
            return await db.FirstOrDefault(
                $"select exists (select from schema_migrations where version = {Migration.Newest})",
                row => row.GetBoolean(0),
                cancellationToken
            );
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<string>> Locked(Func<NpgsqlConnection, Task<List<string>>> work, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        // The session holds the lock: it is released when the connection ends for any reason.
        await Execute(connection, "select pg_advisory_lock($1)", [LockKey], cancellationToken);
        try
        {
            await Execute(
                connection,
                """
                create table if not exists schema_migrations (
                    version text primary key,
                    checksum text not null,
                    applied_at timestamptz not null default now())
                """,
                [],
                cancellationToken
            );
            return await work(connection);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await Execute(connection, "select pg_advisory_unlock($1)", [LockKey], CancellationToken.None);
        }
    }

    private int IndexOf(string version)
    {
        for (var i = 0; i < migrations.Count; i++)
            if (migrations[i].Version == version)
                return i;
        throw new MigrationException(
            $"There is no migration \"{version}\"; there are: {string.Join(", ", migrations.Select(m => m.Version))}."
        );
    }

    private void Verify(Dictionary<string, string> applied)
    {
        foreach (var migration in migrations)
            if (applied.TryGetValue(migration.Version, out var checksum) && !migration.IsRecordedAs(checksum))
                throw new MigrationException(
                    $"{migration.Version} was edited after it was applied. Put its files back and write a new migration."
                );
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select version, checksum from schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    private static async Task Apply(
        NpgsqlConnection connection,
        string script,
        string record,
        object[] values,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, script, [], cancellationToken);
        await Execute(connection, record, values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        // Building an index, or waiting for another migration's lock, has no time limit here; the Job has a deadline.
        command.CommandTimeout = 0;
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
