using System.Security.Cryptography;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Storage;

/// <summary>A stored object and its row.</summary>
/// <param name="Key">Its random name in the bucket.</param>
public sealed record StoredObject(Guid Id, Bucket Bucket, string Key);

/// <summary>
/// The rows of objects in object storage. The row is written before the object and deleted before it. An object without a row is queued for
/// deletion, so a process that dies at any time leaves nothing behind.
/// </summary>
public sealed class StoredObjects(Database db)
{
    /// <summary>Maximum size of one account's photos and attachments together, in bytes.</summary>
    public const long MaxBytesPerOwner = 1024L * 1024 * 1024;

    /// <summary>Maximum number of photos and attachments of one account.</summary>
    public const int MaxPerOwner = 10_000;

    /// <summary>Creates a row before the upload of its object starts.</summary>
    /// <returns>Null if the account has reached its limit.</returns>
    public Task<StoredObject?> Reserve(Guid owner, Bucket bucket, string contentType, long size, CancellationToken cancellationToken) =>
        db.InTransaction<StoredObject?>(
            async session =>
            {
                await session.TakeTurn(owner, cancellationToken);
                var room = await Room(session, owner, cancellationToken);
                if (bucket == Bucket.Uploads && !room.TryTake(size))
                    return null;
                return await Insert(session, owner, bucket, contentType, size, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>What the account may keep still. Whoever goes on to take it has the owner's turn.</summary>
    internal static async Task<StorageRoom> Room(DatabaseSession session, Guid owner, CancellationToken cancellationToken)
    {
        var (count, bytes) = await session.FirstOrDefault(
            $"""
            select count(*), coalesce(sum(size_bytes), 0)::bigint from stored_objects where owner_id = {owner} and bucket = 'uploads'
            """,
            row => (row.GetInt64(0), row.GetInt64(1)),
            cancellationToken
        );
        return new(MaxPerOwner - count, MaxBytesPerOwner - bytes);
    }

    /// <summary>A row for which there is room, before the upload of its object begins.</summary>
    internal static async Task<StoredObject> Insert(
        DatabaseSession session,
        Guid owner,
        Bucket bucket,
        string contentType,
        long size,
        CancellationToken cancellationToken
    )
    {
        var reserved = new StoredObject(Guid.CreateVersion7(), bucket, NewKey());
        await session.Execute(
            $"""
            insert into stored_objects (id, owner_id, bucket, key, content_type, size_bytes)
            values ({reserved.Id}, {owner}, {bucket.Text()}, {reserved.Key}, {contentType}, {size})
            """,
            cancellationToken
        );
        return reserved;
    }

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

    /// <summary>Removes the row of a failed upload; if an object was stored, it is deleted later.</summary>
    public Task Discard(Guid owner, Guid id, CancellationToken cancellationToken) =>
        db.Execute($"delete from stored_objects where owner_id = {owner} and id = {id}", cancellationToken);

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
