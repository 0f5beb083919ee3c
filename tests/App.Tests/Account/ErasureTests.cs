using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Account;

public sealed class ErasureTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Erasing_leaves_no_row_in_any_table_and_no_valid_token()
    {
        var (world, other) = (await World.Create(app), await World.Create(app));
        var person = world.Person;
        await AddVector(person.Id);
        var tables = await TablesWithOwner();
        Assert.NotEmpty(tables);
        var others = await Counts(tables, other.Person.Id);
        foreach (var (table, count) in await Counts(tables, person.Id))
            Assert.True(count > 0, $"{nameof(World)} puts nothing into {table}: this test would not see it left behind.");

        await person.Client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);

        await person.Client.Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await app
            .Anonymous.PostJson("/v1/auth/refresh", $$"""{"refreshToken":"{{person.Tokens.RefreshToken}}"}""")
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        Assert.All(await Counts(tables, person.Id), left => Assert.True(left.Value == 0, $"{left.Key} still has {left.Value} rows"));
        Assert.Empty(await TablesThatMention(world.Mark));
        Assert.Empty(await TablesThatMention($"{person.Id}"));
        Assert.Equal(others, await Counts(tables, other.Person.Id));
    }

    /// <summary>A job holds its row until it ends, an import also the account's row, which each new contact refers to.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_a_job_runs_erasing_is_refused_within_seconds_and_deletes_nothing(bool writesContacts)
    {
        var person = await app.NewPerson();
        await app.AddContact(person);
        var tables = await TablesWithOwner();
        var job = new EndlessJob(writesContacts);
        await JobQueue.Enqueue(app.Database, job.Kind, person.Id, Guid.CreateVersion7(), default);
        var before = await Counts(tables, person.Id);
        var running = new JobQueue(app.Database, [job], NullLogger<JobQueue>.Instance).DoNext(default);
        await job.Started;

        var watch = Stopwatch.StartNew();
        var sent = person.Client.Write(HttpMethod.Delete, "/v1/me");
        await sent.ExpectProblem(HttpStatusCode.ServiceUnavailable, "account-busy");

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(10), (await sent).Headers.RetryAfter?.Delta);
        Assert.Equal(before, await Counts(tables, person.Id));
        await person.Client.Get("/v1/me").Expect(HttpStatusCode.OK);
        job.End();
        Assert.True(await running);
        await person.Client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
        Assert.All(await Counts(tables, person.Id), left => Assert.Equal(0, left.Value));
    }

    [Fact]
    public async Task Erasing_waits_for_a_job_that_ends_soon()
    {
        var person = await app.NewPerson();
        var job = new EndlessJob(writesContacts: true);
        await JobQueue.Enqueue(app.Database, job.Kind, person.Id, Guid.CreateVersion7(), default);
        var running = new JobQueue(app.Database, [job], NullLogger<JobQueue>.Instance).DoNext(default);
        await job.Started;

        var sent = person.Client.Write(HttpMethod.Delete, "/v1/me");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(sent.IsCompleted);
        job.End();

        await sent.Expect(HttpStatusCode.NoContent);
        Assert.True(await running);
        Assert.All(await Counts(await TablesWithOwner(), person.Id), left => Assert.Equal(0, left.Value));
    }

    // Every table with an owner or user column, so that tables added later are checked too.
    private Task<List<(string Table, string Column)>> TablesWithOwner() =>
        app.Database.Query(
            $"""
            select table_name, column_name from information_schema.columns
            where table_schema = 'public' and column_name in ('owner_id', 'user_id') order by table_name
            """,
            row => (row.GetString(0), row.GetString(1)),
            default
        );

    private async Task<Dictionary<string, long>> Counts(List<(string Table, string Column)> tables, Guid person)
    {
        Assert.True(tables.Count > 12, "There are more tables than this.");
        var counts = new Dictionary<string, long>();
        await using var connection = await app.Database.Source.OpenConnectionAsync();
        foreach (var (table, column) in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select count(*) from {table} where {column} = $1";
            command.Parameters.AddWithValue(person);
            counts.Add(table, (long)(await command.ExecuteScalarAsync())!);
        }
        return counts;
    }

    /// <summary>Whatever the column is called.</summary>
    private async Task<List<string>> TablesThatMention(string text)
    {
        var tables = await app.Database.Query(
            $"select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
            row => row.GetString(0),
            default
        );
        var mentioning = new List<string>();
        await using var connection = await app.Database.Source.OpenConnectionAsync();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select exists (select from {table} t where position(lower($1) in lower(t::text)) > 0)";
            command.Parameters.AddWithValue(text);
            if ((bool)(await command.ExecuteScalarAsync())!)
                mentioning.Add(table);
        }
        return mentioning;
    }

    private async Task AddVector(Guid owner)
    {
        if (!await app.Database.FirstOrDefault($"select to_regclass('embeddings') is not null", row => row.GetBoolean(0), default))
            return;
        await app.Database.Execute(
            $"""
            insert into embeddings (owner_id, subject_kind, subject_id, model, content_hash, embedding)
            values ({owner}, 'contact', {Guid.CreateVersion7()}, 'm', {new byte[] { 1 }}, '[1,2]')
            """,
            default
        );
    }

    /// <summary>Runs until it is told to end, as an export of a large account to a slow storage.</summary>
    private sealed class EndlessJob(bool writesContacts) : IJobHandler
    {
        private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Kind => "endless";

        public Task Started => started.Task;

        public void End() => ended.TrySetResult();

        public async Task Run(Job job, TransactionSession session, CancellationToken cancellationToken)
        {
            if (writesContacts)
                await session.Execute(
                    $"insert into contacts (id, owner_id, name) values ({Guid.CreateVersion7()}, {job.OwnerId}, 'Grace')",
                    cancellationToken
                );
            started.TrySetResult();
            await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        }

        public Task GiveUp(Job job, TransactionSession session, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
