using System.Globalization;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Interactions;

/// <summary>
/// Two people who share ten thousand interactions of a third. What triggers do about their last interaction is counted in rows that
/// PostgreSQL reads, which do not depend on the machine: some for each row that is written, never all of them for each.
/// </summary>
public sealed class ManySharedInteractionTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const int Many = 10_000;

    /// <summary>Of a written row: itself, what refers to it and what it refers to, several times each.</summary>
    private const long MaxReadOfEach = 25;

    /// <summary>Filled once: what most tests do, they take back.</summary>
    private static Task<(Person Person, Guid Bert, Guid Carl)>? filled;

    [Theory]
    [InlineData("delete from interactions where owner_id = '{0}'")]
    [InlineData("delete from interaction_contacts where owner_id = '{0}'")]
    [InlineData("delete from contacts where owner_id = '{0}'")]
    [InlineData("delete from users where id = '{0}'")]
    public async Task Deleting_ten_thousand_reads_each_a_few_times(string statement)
    {
        var (person, bert, carl) = await (filled ??= Shared());

        var (read, versions) = await Measure(null, string.Format(CultureInfo.InvariantCulture, statement, person.Id), bert, carl);

        Assert.InRange(read, 1, Many * MaxReadOfEach);
        // Each was written once for all of them, where they are still there.
        Assert.True(versions is [] or [3, 3], string.Join(',', versions));
    }

    [Fact]
    public async Task Sharing_ten_thousand_writes_each_person_once()
    {
        var (person, bert, carl) = await (filled ??= Shared());

        Assert.Equal([2, 2], await Versions(bert, carl));
        Assert.Equal(await app.LastInteraction(bert), await app.LastInteraction(carl));
        var newest = await app.Database.FirstOrDefault(
            $"select max(occurred_at) from interactions where owner_id = {person.Id}",
            row => row.Time(0),
            default
        );
        Assert.Equal(newest, await app.LastInteraction(bert));
    }

    public static TheoryData<string, bool> StatementsOfOne =>
        new MatrixTheoryData<string, bool>(
            [
                "delete from interactions where owner_id = '{0}' and id = '{2}'",
                "update interactions set occurred_at = '2001-01-01' where owner_id = '{0}' and id = '{2}'",
                "select pmcrm_follow_last_interaction('{0}', '{1}')",
                "update contacts set last_interaction_at = null where owner_id = '{0}' and id = '{1}'",
            ],
            [false, true]
        );

    /// <param name="alone">
    /// Whether the statistics know no other account: then all interactions seem to be of one contact, and an index by contact no better
    /// than one by time.
    /// </param>
    [Theory]
    [MemberData(nameof(StatementsOfOne))]
    public async Task One_of_ten_thousand_reads_a_few(string statement, bool alone)
    {
        var (person, bert, carl) = await (filled ??= Shared());
        var newest = await app.Database.FirstOrDefault(
            $"select id from interactions where owner_id = {person.Id} order by occurred_at desc limit 1",
            row => row.GetGuid(0),
            default
        );
        var first = alone
            ? $"delete from users where id <> '{person.Id}'; analyze interactions, interaction_contacts, contacts"
            : "analyze interactions, interaction_contacts, contacts";

        var (read, _) = await Measure(first, string.Format(CultureInfo.InvariantCulture, statement, person.Id, bert, newest), bert, carl);

        Assert.InRange(read, 1, 500);
    }

    [Fact]
    public async Task The_last_interaction_is_the_latest_of_those_that_are_left()
    {
        var (person, bert, _) = await Shared();

        await app.Database.Execute(
            $"""
            delete from interactions where owner_id = {person.Id} and id in (
                select id from interactions where owner_id = {person.Id} order by occurred_at desc limit {Many - 1})
            """,
            default
        );

        Assert.Equal(new DateTimeOffset(2010, 1, 1, 0, 1, 0, TimeSpan.Zero), await app.LastInteraction(bert));
    }

    /// <summary>Runs a statement and takes it back, and what comes first too.</summary>
    /// <returns>How many rows it read, and the versions of contacts after it.</returns>
    private async Task<(long Read, List<long> Versions)> Measure(string? first, string statement, params Guid[] contacts)
    {
        await using var connection = await app.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        async Task<long> Read()
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_xact_user_tables
                where relname in ('contacts', 'interactions', 'interaction_contacts')
                """;
            return (long)(await command.ExecuteScalarAsync())!;
        }

        async Task Run(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        if (first is not null)
            await Run(first);
        var before = await Read();
        await Run(statement);
        var read = await Read() - before;
        var versions = new List<long>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "select version from contacts where id = any($1) order by id";
            command.Parameters.AddWithValue(contacts);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                versions.Add(reader.GetInt64(0));
        }
        await transaction.RollbackAsync();
        return (read, versions);
    }

    private Task<List<long>> Versions(params Guid[] contacts) =>
        app.Database.Query($"select version from contacts where id = any({contacts}) order by id", row => row.GetInt64(0), default);

    /// <summary>Interactions of the first contact, a minute apart from 2010 on, that the two others share.</summary>
    private async Task<(Person Person, Guid Bert, Guid Carl)> Shared()
    {
        var person = await app.NewPerson();
        var (anna, bert, carl) = (await app.AddContact(person), await app.AddContact(person, "Bert"), await app.AddContact(person, "Carl"));
        await app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary)
            select gen_random_uuid(), {person.Id}, {anna}, 'call', timestamptz '2010-01-01 00:00:00Z'
                + n * interval '1 minute', 'x' from generate_series(1, {Many}) as n
            """,
            default
        );
        await app.Database.Execute(
            $"""
            insert into interaction_contacts (owner_id, interaction_id, contact_id)
            select owner_id, id, other from interactions, unnest({new[] { bert, carl }}) as other where owner_id = {person.Id}
            order by occurred_at
            """,
            default
        );
        await app.Database.Execute($"analyze interactions, interaction_contacts, contacts", default);
        return (person, bert, carl);
    }
}
