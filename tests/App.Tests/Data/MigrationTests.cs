using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Data;

public sealed class MigrationTests(Servers servers) : IAsyncLifetime
{
    private string url = "";
    private NpgsqlDataSource? source;

    private NpgsqlDataSource Source
    {
        get
        {
            Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
            return source!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (servers.Missing is not null)
            return;
        url = await servers.CreateDatabase(migrated: false);
        source = DataSource.Create(PostgresUrl.Parse(url + "?connection_limit=5"));
    }

    public async ValueTask DisposeAsync()
    {
        if (source is null)
            return;
        await source.DisposeAsync();
        await servers.DropDatabase(url);
    }

    [Fact]
    public async Task Up_down_and_up_again_through_every_migration_gives_the_same_schema()
    {
        await Migrate();
        var first = await Schema();
        Assert.NotEmpty(first);

        for (var i = Migration.All.Count; i > 0; i--)
            Assert.Equal([Migration.All[i - 1].Version], await Rollback());
        Assert.Empty(await Schema());
        await Migrate();

        Assert.Equal(first, await Schema());
    }

    [Fact]
    public async Task Each_step_down_and_up_again_keeps_the_data_that_it_does_not_own()
    {
        await Migrate();
        await Execute(
            """
            insert into users (id, email, display_name) values ('00000000-0000-7000-8000-000000000001', 'a@example.com', 'A');
            insert into contacts (id, owner_id, name) values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'Grace Hopper');
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary) values ('00000000-0000-7000-8000-000000000003',
                '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 'call', now(), 'About compilers');
            """
        );

        await Rollback("20261104_add_interactions");
        Assert.Equal(1L, await Scalar("select count(*) from interactions"));
        await Rollback("20261103_add_contacts");
        Assert.Equal(1L, await Scalar("select count(*) from contacts"));
        await Migrate();

        Assert.Equal("Grace Hopper", await Scalar("select name from contacts where search_document @@ to_tsquery('simple', 'hopper')"));
        Assert.Equal(0L, await Scalar("select count(*) from interactions"));
    }

    /// <summary>What a version leaves, the next one finds again after a way back.</summary>
    [Fact]
    public async Task Every_way_back_leaves_the_functions_and_triggers_that_were_there_before()
    {
        var before = new Dictionary<string, List<string>>();
        foreach (var migration in Migration.All)
        {
            before[migration.Version] = await Code();
            await Migrator().Up(migration.Version, default);
        }

        foreach (var migration in Migration.All.Reverse())
        {
            await Rollback();
            var after = await Code();
            Assert.True(
                before[migration.Version].SequenceEqual(after),
                $"{migration.Version}: {string.Join(' ', before[migration.Version].Except(after).Concat(after.Except(before[migration.Version])))}"
            );
        }
    }

    [Fact]
    public async Task Without_interactions_of_several_people_everybodys_last_interaction_is_the_last_of_their_own()
    {
        await Migrate();
        await Execute(
            """
            insert into users (id, email, display_name) values ('00000000-0000-7000-8000-000000000001', 'a@example.com', 'A');
            insert into contacts (id, owner_id, name)
            select ('00000000-0000-7000-8000-00000000001' || n)::uuid, '00000000-0000-7000-8000-000000000001', name
            from (values (1, 'First'), (2, 'Other'), (3, 'Only other'), (4, 'Later alone')) as new (n, name);
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary)
            select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', ('00000000-0000-7000-8000-00000000001' || n)::uuid, 'call', at, 'x'
            from (values (1, timestamptz '2025-01-10'), (2, '2025-01-02'), (4, '2025-01-20')) as new (n, at);
            update contacts c set last_interaction_at = (select max(occurred_at) from interactions i where i.contact_id = c.id);
            insert into interaction_contacts (owner_id, interaction_id, contact_id)
            select i.owner_id, i.id, c.id from interactions i join contacts c on c.name in ('Other', 'Only other', 'Later alone')
            where i.occurred_at = '2025-01-10';
            """
        );
        const string Days = "select string_agg(coalesce(extract(day from last_interaction_at)::text, '-'), ',' order by id) from contacts";
        const string Versions = "select string_agg(version::text, ',' order by id) from contacts";
        Assert.Equal("10,10,10,20", await Scalar(Days));
        Assert.Equal("1,2,2,1", await Scalar(Versions));

        await Rollback("20261205_list_dates");

        Assert.Equal("10,2,-,20", await Scalar(Days));
        Assert.Equal("1,3,3,1", await Scalar(Versions));
    }

    [Fact]
    public async Task A_migration_whose_way_back_was_corrected_is_the_one_that_ran_before_and_no_other_is()
    {
        await Migrate();
        const string Record = "update schema_migrations set checksum = '{0}' where version = '{1}'";
        const string Before = "890466720f919954f6391f6e4c269dbf6d78ff0acaa09f6a2fbbe39b39e9c554";

        await Execute(string.Format(CultureInfo.InvariantCulture, Record, Before, "20261206_share_interactions"));
        Assert.Empty(await Migrator().Up(null, default));

        await Execute(string.Format(CultureInfo.InvariantCulture, Record, Before, "20261205_list_dates"));
        var refused = await Assert.ThrowsAsync<MigrationException>(() => Migrator().Up(null, default));
        Assert.Contains("20261205_list_dates", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_stops_at_the_given_version()
    {
        var done = await Migrator().Up("20261102_add_sessions", default);

        Assert.Equal(["20261101_add_users", "20261102_add_sessions"], done);
        await using var connection = await Source.OpenConnectionAsync();
        Assert.False(await PmCrm.App.Data.Migrator.IsCurrent(new Database(Source), default));
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await Migrate();

        Assert.Empty(await Migrator().Up(null, default));
        Assert.True(await PmCrm.App.Data.Migrator.IsCurrent(new Database(Source), default));
    }

    [Fact]
    public async Task Concurrent_migrators_run_each_migration_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator().Up(null, default)));

        Assert.Equal(Migration.All.Select(migration => migration.Version), runs.SelectMany(done => done).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_edited_migration_is_refused_by_name()
    {
        await Migrate();
        var edited = Migration
            .All.Select((migration, i) => i == 1 ? Migration.Create(migration.Version, migration.Up + " ", migration.Down) : migration)
            .ToList();
        var migrator = new Migrator(Source, edited, NullLogger.Instance);

        var up = await Assert.ThrowsAsync<MigrationException>(() => migrator.Up(null, default));
        await Assert.ThrowsAsync<MigrationException>(() => migrator.Down(null, default));

        Assert.Contains(edited[1].Version, up.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_migration_is_rolled_back()
    {
        var migrator = new Migrator(
            Source,
            [Migration.Create("1_bad", "create table half (id int); select nothing_here;", "")],
            NullLogger.Instance
        );

        await Assert.ThrowsAsync<PostgresException>(() => migrator.Up(null, default));

        Assert.Empty(await Schema());
    }

    [Fact]
    public async Task An_older_build_runs_on_a_newer_schema_but_does_not_undo_it()
    {
        Migration[] newer = [.. Migration.All, Migration.Create("29991231_future", "create table future (id int)", "drop table future")];
        await new Migrator(Source, newer, NullLogger.Instance).Up(null, default);

        Assert.True(await PmCrm.App.Data.Migrator.IsCurrent(new Database(Source), default));
        var refused = await Assert.ThrowsAsync<MigrationException>(() => Migrator().Down(null, default));
        Assert.Contains("newer build", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_version_is_refused_with_a_list_of_the_known_ones()
    {
        var up = await Assert.ThrowsAsync<MigrationException>(() => Migrator().Up("1999_nothing", default));
        var down = await Assert.ThrowsAsync<MigrationException>(() => Migrator().Down("1999_nothing", default));

        Assert.Contains(Migration.Newest, up.Message, StringComparison.Ordinal);
        Assert.Contains("1999_nothing", down.Message, StringComparison.Ordinal);
    }

    private Migrator Migrator() => new(Source, Migration.All, NullLogger.Instance);

    private Task<IReadOnlyList<string>> Migrate() => Migrator().Up(null, default);

    private Task<IReadOnlyList<string>> Rollback(string? to = null) => Migrator().Down(to, default);

    /// <summary>Every column of our tables with its type and default, and every index.</summary>
    private async Task<List<string>> Schema()
    {
        await using var command = Source.CreateCommand(
            """
            select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
            from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migrations'
            union all
            select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migrations'
            order by 1
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }

    /// <summary>The functions and triggers, with their texts, but those of extensions.</summary>
    private async Task<List<string>> Code()
    {
        await using var command = Source.CreateCommand(
            """
            select pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'public'::regnamespace
                and p.prokind = 'f' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
            union all
            select pg_get_triggerdef(t.oid) from pg_trigger t where not t.tgisinternal
            order by 1
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }

    private async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> Scalar(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
