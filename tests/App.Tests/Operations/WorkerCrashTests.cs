using System.Net;
using System.Text;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Operations;

/// <summary>Workers of the native binary, killed (SIGKILL) in the middle of a job.</summary>
public sealed class WorkerCrashTests(AppFixture app, PublishedApp published, Servers servers) : IClassFixture<AppFixture>
{
    private const int Rows = 5_000;
    private const int Reminders = 300;
    private const int Crashes = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Killed_workers_lose_and_duplicate_no_jobs()
    {
        var person = await app.NewPerson();
        var import = await Confirmed(person);

        for (var crash = 0; crash < Crashes; crash++)
        {
            await using var worker = await Worker();
            await Until("a worker is in the middle of the import", () => IsBusyWith("%insert into contacts%"));
            await worker.Process.Kill();
            // The server notices that the connection is gone and rolls back its transaction.
            await Until("the job is free again", () =>
                app.Database.InTransaction(
                    async session =>
                        await session.FirstOrDefault(
                            $"select true from jobs where subject_id = {import} and status = 'queued' for update skip locked",
                            row => row.GetBoolean(0),
                            default
                        ),
                    default
                )
            );
            Assert.Equal(0, await Count(Sql.Of($"contacts where owner_id = {person.Id}")));
        }

        await using (await Worker())
        await using (await Worker())
            await Until("the import is done", async () => await Count(Sql.Of($"imports where id = {import} and status = 'done'")) == 1);
        Assert.Equal(Rows, await Count(Sql.Of($"contacts where owner_id = {person.Id}")));
        Assert.Equal(
            Rows,
            await app.Database.FirstOrDefault(
                $"select count(distinct name) from contacts where owner_id = {person.Id}",
                row => row.GetInt64(0),
                default
            )
        );
    }

    [Fact]
    public async Task Killed_workers_deliver_each_reminder_once()
    {
        var person = await app.NewPerson();
        // Slow enough to be killed while running.
        await app.Database.Execute(
            $"""
            create function slow_delivery() returns trigger language plpgsql as 'begin perform pg_sleep(0.02); return new; end'
            """,
            default
        );
        await app.Database.Execute(
            $"create trigger slow before insert on reminder_deliveries for each row execute function slow_delivery()",
            default
        );
        await app.Database.Execute(
            $"""
            insert into reminders (id, owner_id, title, starts_at, time_zone, next_at, occurrence_at)
            select gen_random_uuid(), {person.Id}, 'R' || i, due, 'UTC', due, due
            from generate_series(1, {Reminders}) as i, (select now() - interval '1 hour' as due) as hour_ago
            """,
            default
        );

        for (var crash = 0; crash < Crashes; crash++)
        {
            await using var worker = await Worker();
            await Until("a worker delivers", () => IsBusyWith("%insert into reminder_deliveries%"));
            await worker.Process.Kill();
        }
        Assert.True(
            await Count(Sql.Of($"reminder_deliveries where owner_id = {person.Id}")) < Reminders,
            "All were delivered before the crashes: the test shows nothing."
        );

        await using (await Worker())
        await using (await Worker())
            await Until("all are delivered", async () =>
                await Count(Sql.Of($"reminders where owner_id = {person.Id} and next_at is not null")) == 0
            );
        Assert.Equal(Reminders, await Count(Sql.Of($"reminder_deliveries where owner_id = {person.Id}")));
        Assert.Equal(
            Reminders,
            await app.Database.FirstOrDefault(
                $"select count(distinct reminder_id) from reminder_deliveries where owner_id = {person.Id}",
                row => row.GetInt64(0),
                default
            )
        );
    }

    [Fact]
    public async Task Killed_workers_leave_one_complete_export_file()
    {
        var person = await app.NewPerson();
        for (var i = 0; i < 3; i++)
            await person.Client.Create($$"""{"name":"Person {{i}}","privateNotes":"planted-value-{{i}}"}""");
        using var asked = await person.Client.PostJson("/v1/me/exports", """{"format":"json"}""").Expect(HttpStatusCode.Accepted);
        var path = asked.Headers.Location!.OriginalString;

        for (var crash = 0; crash < Crashes; crash++)
        {
            await app.Database.InTransaction(
                async session =>
                {
                    // Writing a part waits for the end of this transaction.
                    await session.Execute($"lock table export_parts in exclusive mode", default);
                    await using var worker = await Worker();
                    await Until("a worker writes a part", () => IsBusyWith("%insert into export_parts%"));
                    await worker.Process.Kill();
                },
                default
            );
        }
        Assert.Equal("queued", (await (await person.Client.Get(path)).ReadJson()).Text("status"));

        await using (await Worker())
        await using (await Worker())
            await Until("the export is done", async () => (await (await person.Client.Get(path)).ReadJson()).Text("status") == "done");
        var file = await (await person.Client.Get(path + "/content").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(
            ["planted-value-0", "planted-value-1", "planted-value-2"],
            file.GetProperty("contacts").EnumerateArray().Select(contact => contact.Text("privateNotes")).Order()
        );
        Assert.Equal(1, await Count(Sql.Of($"export_parts where owner_id = {person.Id}")));
    }

    private Task<RunningApp> Worker()
    {
        var variables = TestEnvironment.Variables(app.DatabaseUrl + "?connection_limit=5", servers.Redis.Url);
        variables[AppVariables.LogLevel] = "info";
        return published.Start("worker", variables);
    }

    private static async Task<Guid> Confirmed(Person person)
    {
        var rows = string.Concat(Enumerable.Range(0, Rows).Select(i => $"Person {i}\n"));
        using var file = new StringContent("name\n" + rows, Encoding.UTF8, "text/csv");
        var response = await person.Client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), file).Expect(HttpStatusCode.Created);
        var id = (await response.ReadJson()).GetProperty("id").GetGuid();
        await person.Client.PostJson($"/v1/contacts/import/{id}/confirm", "").Expect(HttpStatusCode.Accepted);
        return id;
    }

    private Task<bool> IsBusyWith(string statement) =>
        app.Database.FirstOrDefault(
            $"""
            select exists (select from pg_stat_activity
                           where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and query like {statement})
            """,
            row => row.GetBoolean(0),
            default
        );

    private Task<long> Count(Sql what) => app.Database.FirstOrDefault($"select count(*) from {what}", row => row.GetInt64(0), default);

    private static Task Until(string what, Func<Task<bool>> condition) => Wait.Until(what, condition, Timeout);
}
