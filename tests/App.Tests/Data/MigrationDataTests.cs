using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Data;

/// <summary>Reverts and reapplies every migration on a database that has rows in every table.</summary>
public sealed class MigrationDataTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Down_and_up_again_through_every_migration_keeps_the_rows_of_what_stays()
    {
        await World.Create(app);
        await ActivatorUtilities.CreateInstance<Canary>(app.Services).DoNext(default);
        var migrator = new Migrator(app.Database.Source, Migration.All, NullLogger.Instance);
        var all = await Rows();
        Assert.All(all.Where(table => table.Key is not ("schema_migrations" or "embeddings" or "revoked_sessions")), table =>
            Assert.True(table.Value.Count > 0, $"{table.Key} is empty: its way back is tried on nothing.")
        );

        for (var i = Migration.All.Count - 1; i >= 0; i--)
        {
            var version = Migration.All[i].Version;
            var before = await Rows();
            Assert.Equal([version], await migrator.Down(null, default));
            var down = await Rows();
            Same(before, down, version);

            Assert.Equal([version], await migrator.Up(version, default));
            var up = await Rows();
            Assert.Equal(before.Keys.Order(), up.Keys.Order());
            Same(down, up, version);
            await migrator.Down(null, default);
        }

        Assert.Equal(["schema_migrations"], (await Rows()).Keys);
        Assert.Equal(Migration.All.Count, (await migrator.Up(null, default)).Count);
        Assert.Equal(all.Keys.Order(), (await Rows()).Keys.Order());
    }

    /// <summary>
    /// An extension may have existed before the migration, so reverting keeps it; the down script of a migration that does nothing else
    /// says so. So does that of one that only has the worker do something again.
    /// </summary>
    [Fact]
    public void Every_way_back_takes_something_back_or_says_why_not() =>
        Assert.All(Migration.All, migration =>
            Assert.Matches("(?i)drop|create or replace|The extension stays|Nothing to take back", migration.Down)
        );

    private static void Same(Dictionary<string, List<string>> before, Dictionary<string, List<string>> after, string version)
    {
        foreach (var (table, rows) in after)
        {
            if (table == "schema_migrations" || !before.TryGetValue(table, out var known))
                continue;
            // A migration that adds or drops a column is responsible for that column only.
            var shared = Columns(known).Intersect(Columns(rows)).Except(Following(version, table)).ToHashSet();
            Assert.True(Only(shared, known).SequenceEqual(Only(shared, rows)), $"{version} changed the rows of {table}");
        }
    }

    /// <summary>Columns whose values follow from what a migration takes away, which <see cref="MigrationTests"/> looks at.</summary>
    private static string[] Following(string version, string table) =>
        (version, table) switch
        {
            ("20261206_share_interactions", "contacts") => ["last_interaction_at", "version", "updated_at"],
            ("20261213_retry_cities", "contacts") => ["cities_of"],
            _ => [],
        };

    private static IEnumerable<string> Columns(List<string> rows) =>
        rows.Take(1).SelectMany(row => JsonNode.Parse(row)!.AsObject()).Select(column => column.Key);

    private static IEnumerable<string> Only(HashSet<string> columns, List<string> rows) =>
        rows.Select(row =>
                string.Join(
                    ", ",
                    JsonNode
                        .Parse(row)!
                        .AsObject()
                        .Where(column => columns.Contains(column.Key))
                        .OrderBy(column => column.Key, StringComparer.Ordinal)
                        .Select(column => $"{column.Key}: {column.Value?.ToJsonString()}")
                )
            )
            .Order(StringComparer.Ordinal);

    /// <summary>Every row of every table, without columns that are computed from others.</summary>
    private async Task<Dictionary<string, List<string>>> Rows()
    {
        var tables = await app.Database.Query(
            $"select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
            row => row.GetString(0),
            default
        );
        var rows = new Dictionary<string, List<string>>();
        await using var connection = await app.Database.Source.OpenConnectionAsync();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select (to_jsonb(t) - 'search_document' - 'sort_name')::text from {table} t order by 1";
            await using var reader = await command.ExecuteReaderAsync();
            rows[table] = [];
            while (await reader.ReadAsync())
                rows[table].Add(reader.GetString(0));
        }
        return rows;
    }
}
