using PmCrm.App.Data;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Storage;

/// <summary>
/// Deletes objects without references. If the storage does not answer, it retries forever, with growing pauses. It also finds objects that
/// became obsolete: unfinished uploads and expired exports.
/// </summary>
public sealed partial class ObjectDeletions(Database db, ObjectStorage storage, ILogger<ObjectDeletions> logger) : IWorkSource
{
    /// <summary>Longer than the longest upload.</summary>
    private static readonly TimeSpan UploadTime = TimeSpan.FromHours(1);

    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    public TimeSpan Pause => TimeSpan.FromSeconds(5);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        // Deletions of objects that were written while storage was configured wait until it is configured again.
        if (!storage.IsOn)
            return false;
        var superfluous = await RemoveSuperfluous(cancellationToken);
        return await DeleteNext(cancellationToken) || superfluous > 0;
    }

    private Task<int> RemoveSuperfluous(CancellationToken cancellationToken) =>
        db.Execute(
            $"""
            delete from stored_objects where id in (
                select o.id from stored_objects o
                where (o.created_at < now() - {UploadTime}
                        and not exists (select from contact_photos p where p.owner_id = o.owner_id and p.object_id = o.id)
                        and not exists (select from attachments a where a.owner_id = o.owner_id and a.object_id = o.id)
                        and not exists (select from exports e where e.object_id = o.id))
                    or o.id in (select e.object_id from exports e where e.object_id is not null and e.expires_at < now())
                order by o.created_at limit 100 for update skip locked)
            """,
            cancellationToken
        );

    private Task<bool> DeleteNext(CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var due = await session.FirstOrDefault(
                    $"""
                    select id, bucket, key, attempts + 1 from object_deletions where run_at <= now()
                    order by run_at, id limit 1 for update skip locked
                    """,
                    row => new Deletion(row.GetGuid(0), BucketText.Parse(row.GetString(1)), row.GetString(2), row.GetInt32(3)),
                    cancellationToken
                );
                if (due is null)
                    return false;
                try
                {
                    await storage.Delete(due.Bucket, due.Key, cancellationToken);
                    await session.Execute($"delete from object_deletions where id = {due.Id}", cancellationToken);
                }
                catch (StorageUnavailableException exception)
                {
                    LogFailed(logger, due.Id, due.Attempt, exception);
                    var delay = BackOff.After(due.Attempt, MaxDelay);
                    await session.Execute(
                        $"""
                        update object_deletions set attempts = {due.Attempt}, run_at = clock_timestamp() + {delay} where id = {due.Id}
                        """,
                        cancellationToken
                    );
                }
                return true;
            },
            cancellationToken
        );

    [LoggerMessage(LogLevel.Warning, "Object deletion {Deletion} failed in attempt {Attempt}; it will be retried")]
    private static partial void LogFailed(ILogger logger, Guid deletion, int attempt, Exception exception);

    private sealed record Deletion(Guid Id, Bucket Bucket, string Key, int Attempt);
}
