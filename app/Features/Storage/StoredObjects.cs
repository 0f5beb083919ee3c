using System.Security.Cryptography;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Storage;

/// <summary>An object and the row that stands for it.</summary>
/// <param name="Key">Its name in the bucket: random.</param>
public sealed record StoredObject(Guid Id, Bucket Bucket, string Key);

/// <summary>
/// The rows of what is in object storage. The row comes first and goes first: an object without a row is one whose deletion is queued, so
/// nothing is left behind by a process that dies anywhere in between.
/// </summary>
public sealed class StoredObjects(Database db)
{
    /// <summary>What one account may keep as photos and attachments together, in bytes.</summary>
    public const long MaxBytesPerOwner = 1024L * 1024 * 1024;

    /// <summary>How many photos and attachments one account may keep.</summary>
    public const int MaxPerOwner = 10_000;

    /// <summary>A row, before the upload of its object begins.</summary>
    /// <returns>Null where the account has no room for it.</returns>
    public Task<StoredObject?> Reserve(Guid owner, Bucket bucket, string contentType, long size, CancellationToken cancellationToken) =>
        db.InTransaction<StoredObject?>(
            async session =>
            {
                await session.TakeTurn(owner, cancellationToken);
                var (count, bytes) = await session.FirstOrDefault(
                    $"""
                    select count(*), coalesce(sum(size_bytes), 0)::bigint from stored_objects where owner_id = {owner} and bucket = 'uploads'
                    """,
                    row => (row.GetInt64(0), row.GetInt64(1)),
                    cancellationToken
                );
                if (bucket == Bucket.Uploads && (count >= MaxPerOwner || bytes + size > MaxBytesPerOwner))
                    return null;
                var reserved = new StoredObject(Guid.CreateVersion7(), bucket, NewKey());
                await session.Execute(
                    $"""
                    insert into stored_objects (id, owner_id, bucket, key, content_type, size_bytes)
                    values ({reserved.Id}, {owner}, {bucket.Text()}, {reserved.Key}, {contentType}, {size})
                    """,
                    cancellationToken
                );
                return reserved;
            },
            cancellationToken
        );

    /// <summary>Says that the object is there. Call it in the transaction that makes something name it.</summary>
    /// <returns>False where the row is gone: the account was erased meanwhile, and the object will be deleted.</returns>
    public static async Task<bool> MarkStored(
        DatabaseSession session,
        Guid owner,
        Guid id,
        long size,
        CancellationToken cancellationToken
    ) =>
        await session.Execute(
            $"update stored_objects set is_stored = true, size_bytes = {size} where owner_id = {owner} and id = {id}",
            cancellationToken
        ) == 1;

    /// <summary>Removes the row of an upload that failed; whatever came of the object is deleted later.</summary>
    public Task Discard(Guid owner, Guid id, CancellationToken cancellationToken) =>
        db.Execute($"delete from stored_objects where owner_id = {owner} and id = {id}", cancellationToken);

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
