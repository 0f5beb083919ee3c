using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Jobs;

public sealed class JobQueueTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Each_job_is_done_by_one_of_many_workers()
    {
        var kind = "many";
        var person = await app.NewPerson();
        var subjects = Enumerable.Range(0, 40).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var subject in subjects)
            await JobQueue.Enqueue(app.Database, kind, person.Id, subject, default);
        var done = new ConcurrentBag<Guid>();
        var handler = new Handler(kind, job => done.Add(job.SubjectId));

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    while (await Queue(handler).DoNext(default)) { }
                })
        );

        Assert.Equal(subjects.Order(), done.Order());
        Assert.Equal(40, await Count(kind, "done"));
    }

    [Fact]
    public async Task Enqueuing_a_job_twice_creates_one_job()
    {
        var person = await app.NewPerson();
        var subject = Guid.CreateVersion7();

        await JobQueue.Enqueue(app.Database, "twice", person.Id, subject, default);
        await JobQueue.Enqueue(app.Database, "twice", person.Id, subject, default);

        Assert.Equal(1, await Count("twice", "queued"));
    }

    [Fact]
    public async Task A_failed_attempt_is_rolled_back_and_retried_later()
    {
        var person = await app.NewPerson();
        await JobQueue.Enqueue(app.Database, "fails", person.Id, Guid.CreateVersion7(), default);
        var handler = new Handler("fails", _ => throw new InvalidOperationException("planted-value-10"), writesFirst: true);

        Assert.True(await Queue(handler).DoNext(default));

        Assert.False(await Queue(handler).DoNext(default));
        var (attempts, error, name) = await app.Database.FirstOrDefault(
            $"select j.attempts, j.last_error, u.display_name from jobs j join users u on u.id = j.owner_id where kind = {"fails"}",
            row => (row.GetInt32(0), row.Text(1), row.GetString(2)),
            default
        );
        Assert.Equal(1, attempts);
        Assert.Equal(nameof(InvalidOperationException), error);
        Assert.Equal("Somebody", name);
    }

    [Fact]
    public async Task After_the_last_attempt_the_job_fails_and_the_handler_is_notified()
    {
        var person = await app.NewPerson();
        await JobQueue.Enqueue(app.Database, "hopeless", person.Id, Guid.CreateVersion7(), default);
        var handler = new Handler("hopeless", _ => throw new InvalidOperationException());

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await app.Database.Execute($"update jobs set run_at = now() where kind = {"hopeless"}", default);
            Assert.True(await Queue(handler).DoNext(default));
        }

        Assert.Equal(1, await Count("hopeless", "failed"));
        Assert.Equal(1, handler.GivenUp);
    }

    [Fact]
    public async Task A_job_of_a_newer_version_is_left_for_a_newer_worker_and_costs_no_attempt()
    {
        var person = await app.NewPerson();
        await JobQueue.Enqueue(app.Database, "newer", person.Id, Guid.CreateVersion7(), default);
        var old = new Handler("newer", _ => throw new NewerVersionException("something"), writesFirst: true);

        // More often than attempts are made.
        for (var time = 0; time < 7; time++)
        {
            await app.Database.Execute($"update jobs set run_at = now() where kind = {"newer"}", default);
            Assert.True(await Queue(old).DoNext(default));
            Assert.False(await Queue(old).DoNext(default));
        }

        var (attempts, name) = await app.Database.FirstOrDefault(
            $"select j.attempts, u.display_name from jobs j join users u on u.id = j.owner_id where kind = {"newer"}",
            row => (row.GetInt32(0), row.GetString(1)),
            default
        );
        Assert.Equal((0, "Somebody", 0), (attempts, name, old.GivenUp));
        await app.Database.Execute($"update jobs set run_at = now() where kind = {"newer"}", default);
        Assert.True(await Queue(new Handler("newer", _ => { })).DoNext(default));
        Assert.Equal(1, await Count("newer", "done"));
    }

    private JobQueue Queue(IJobHandler handler) => new(app.Database, [handler], NullLogger<JobQueue>.Instance);

    private Task<long> Count(string kind, string status) =>
        app.Database.FirstOrDefault(
            $"select count(*) from jobs where kind = {kind} and status = {status}",
            row => row.GetInt64(0),
            default
        );

    private sealed class Handler(string kind, Action<Job> work, bool writesFirst = false) : IJobHandler
    {
        public string Kind => kind;

        public int GivenUp { get; private set; }

        public async Task Run(Job job, TransactionSession session, CancellationToken cancellationToken)
        {
            if (writesFirst)
                await session.Execute($"update users set display_name = {"changed"} where id = {job.OwnerId}", cancellationToken);
            work(job);
        }

        public Task GiveUp(Job job, TransactionSession session, CancellationToken cancellationToken)
        {
            GivenUp++;
            return Task.CompletedTask;
        }
    }
}
