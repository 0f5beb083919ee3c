using System.Diagnostics.CodeAnalysis;
using PmCrm.App.Data;

namespace PmCrm.App.Jobs;

/// <summary>A claimed row of the queue.</summary>
/// <param name="SubjectId">The id of the job's subject: an import or an export.</param>
/// <param name="Attempt">Starts at 1.</param>
public sealed record Job(Guid Id, string Kind, Guid OwnerId, Guid SubjectId, int Attempt);

/// <summary>Runs the jobs of one kind.</summary>
public interface IJobHandler
{
    /// <summary>
    /// A worker takes only jobs of kinds that it knows. So a job that earlier versions would do wrongly, for example because it needs a new
    /// table, gets a new kind.
    /// </summary>
    string Kind { get; }

    /// <summary>
    /// Does the job's work in the given transaction, which also marks the job as done: both happen, or neither. Effects outside the
    /// database must tolerate a repetition.
    /// </summary>
    /// <exception cref="NewerVersionException">The job is left for a newer worker; the attempt does not count.</exception>
    Task Run(Job job, TransactionSession session, CancellationToken cancellationToken);

    /// <summary>Called in a transaction after the last attempt has failed; tells the owner.</summary>
    Task GiveUp(Job job, TransactionSession session, CancellationToken cancellationToken);
}

/// <summary>Takes jobs from the <c>jobs</c> table, oldest first, and passes each to the handler of its kind.</summary>
public sealed partial class JobQueue(Database db, IEnumerable<IJobHandler> handlers, ILogger<JobQueue> logger) : IWorkSource
{
    private const int MaxAttempts = 5;
    private const string BeforeWork = "before_work";

    /// <summary>A job of a newer version waits this long. Then any worker may take it: in an update the newer one starts soon.</summary>
    private static readonly TimeSpan ForNewerWorker = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, IJobHandler> handlers = handlers.ToDictionary(handler => handler.Kind);

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    /// <summary>Adds a job in the caller's transaction. Adding the same kind and subject twice adds one job.</summary>
    public static Task Enqueue(DatabaseSession session, string kind, Guid owner, Guid subject, CancellationToken cancellationToken) =>
        session.Execute(
            $"""
            insert into jobs (id, kind, owner_id, subject_id) values ({Guid.CreateVersion7()}, {kind}, {owner}, {subject})
            on conflict (kind, subject_id) do nothing
            """,
            cancellationToken
        );

    public Task<bool> DoNext(CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var job = await session.FirstOrDefault(
                    $"""
                    select id, kind, owner_id, subject_id, attempts + 1 from jobs
                    where status = 'queued' and run_at <= now() and kind = any({handlers.Keys.ToArray()})
                    order by run_at, id limit 1 for update skip locked
                    """,
                    row => new Job(row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetGuid(3), row.GetInt32(4)),
                    cancellationToken
                );
                if (job is null)
                    return false;

                await session.Savepoint(BeforeWork, cancellationToken);
                try
                {
                    await handlers[job.Kind].Run(job, session, cancellationToken);
                    await session.Execute(
                        $"update jobs set status = 'done', attempts = {job.Attempt}, finished_at = clock_timestamp() where id = {job.Id}",
                        cancellationToken
                    );
                    LogDone(logger, job.Kind, job.Id);
                }
                catch (NewerVersionException exception)
                {
                    await session.RollbackTo(BeforeWork, cancellationToken);
                    LogNewer(logger, job.Kind, job.Id, exception);
                    await session.Execute(
                        $"update jobs set run_at = clock_timestamp() + {ForNewerWorker} where id = {job.Id}",
                        cancellationToken
                    );
                }
                catch (Exception exception)
                    when (!cancellationToken.IsCancellationRequested && !DatabaseAvailability.IsUnavailable(exception))
                {
                    await session.RollbackTo(BeforeWork, cancellationToken);
                    await Fail(job, exception, session, cancellationToken);
                }
                return true;
            },
            cancellationToken
        );

    private async Task Fail(Job job, Exception exception, TransactionSession session, CancellationToken cancellationToken)
    {
        LogFailed(logger, job.Kind, job.Id, job.Attempt, exception);
        var last = job.Attempt >= MaxAttempts;
        // 4, 16, 64, 256 seconds: enough for a short outage of a dependency. The row stores the kind of failure; the log has the details.
        await session.Execute(
            $"""
            update jobs set attempts = {job.Attempt}, last_error = {exception.GetType().Name},
                status = case when {last} then 'failed' else 'queued' end,
                finished_at = case when {last} then clock_timestamp() end,
                run_at = clock_timestamp() + {TimeSpan.FromSeconds(Math.Pow(4, job.Attempt))}
            where id = {job.Id}
            """,
            cancellationToken
        );
        if (last)
            await handlers[job.Kind].GiveUp(job, session, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Job {Kind} {Job} is done")]
    private static partial void LogDone(ILogger logger, string kind, Guid job);

    [LoggerMessage(LogLevel.Warning, "Job {Kind} {Job} is left for a newer worker")]
    private static partial void LogNewer(ILogger logger, string kind, Guid job, Exception exception);

    [LoggerMessage(LogLevel.Error, "Job {Kind} {Job} failed in attempt {Attempt}")]
    private static partial void LogFailed(ILogger logger, string kind, Guid job, int attempt, Exception exception);
}

public static class JobQueueExtensions
{
    /// <summary>Registers one kind of job; <c>WorkerHost</c> has one line for each.</summary>
    public static IServiceCollection AddJobHandler<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler
    >(this IServiceCollection services)
        where THandler : class, IJobHandler => services.AddSingleton<IJobHandler, THandler>();
}
