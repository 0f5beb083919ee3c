using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

[assembly: AssemblyFixture(typeof(Servers))]

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// One PostgreSQL, one Redis and one object storage for the whole run. A database that every migration has run on is the template of each
/// test class's own, which takes a tenth of a second instead of a migration.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    /// <summary>Set to <c>yes</c>, the backend of the fixtures reaches PostgreSQL through PgBouncer, in transaction mode.</summary>
    public const string PoolerVariable = "PMCRM_TEST_POOLER";

    private const string Template = "template_migrated";

    /// <summary>So few that requests soon have to share a connection.</summary>
    private const int PooledConnections = 4;

    private LocalPostgres? postgres;
    private LocalRedis? redis;
    private LocalPgBouncer? pooler;
    private LoopbackStorage? storage;
    private int databases;

    /// <summary>Why tests that need the servers are skipped; null if they run.</summary>
    public string? Missing { get; private set; }

    public LocalPostgres Postgres => postgres ?? throw new InvalidOperationException(Missing);

    /// <summary>The object storage in which the fixtures' backends store files.</summary>
    public LoopbackStorage Storage => storage ?? throw new InvalidOperationException(Missing);

    public LocalRedis Redis => redis ?? throw new InvalidOperationException(Missing);

    public async ValueTask InitializeAsync()
    {
        Missing = await LocalPostgres.Missing() ?? await LocalRedis.Missing();
        if (Missing is not null)
            return;
        postgres = await LocalPostgres.Start();
        redis = await LocalRedis.Start();
        storage = await LoopbackStorage.Start();
        if (Environment.GetEnvironmentVariable(PoolerVariable) == "yes")
            pooler = await LocalPgBouncer.Start(postgres.Port, PooledConnections);
        await Administer($"create database {Template}");
        await using var source = DataSource.Create(PostgresUrl.Parse(Postgres.Url(Template) + "?connection_limit=2"));
        await new Migrator(source, Migration.All, NullLogger.Instance).Up(null, CancellationToken.None);
    }

    /// <summary>The URL with which a fixture's backend connects to a database.</summary>
    public string AppUrl(string database) =>
        pooler is null ? database + "?connection_limit=10" : pooler.Url(database.Split('/')[^1]) + "&connection_limit=10";

    /// <summary>A new database.</summary>
    /// <param name="migrated">Whether it has the newest schema; otherwise it is empty.</param>
    /// <returns>Its URL.</returns>
    public Task<string> CreateDatabase(bool migrated = true) => CopyDatabase(migrated ? Template : "template0");

    /// <summary>Copies a database that has no open connections.</summary>
    /// <param name="original">The name or URL of the database to copy.</param>
    /// <returns>The new one's URL.</returns>
    public async Task<string> CopyDatabase(string original)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Administer($"create database {name} template {original.Split('/')[^1]}");
        return Postgres.Url(name);
    }

    public async Task DropDatabase(string url) => await Administer($"drop database {url.Split('/')[^1]} with (force)");

    public async ValueTask DisposeAsync()
    {
        if (pooler is not null)
            await pooler.DisposeAsync();
        if (storage is not null)
            await storage.DisposeAsync();
        if (redis is not null)
            await redis.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    private async Task Administer(string statement)
    {
        await using var connection = new NpgsqlConnection(PostgresUrl.Parse(Postgres.Url("postgres")).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
