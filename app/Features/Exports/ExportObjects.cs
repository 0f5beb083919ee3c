using PmCrm.App.Data;
using PmCrm.App.Features.Storage;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Exports;

/// <summary>
/// Export files in object storage. As in the database, they are encrypted block by block, so that the storage never has private data
/// unencrypted; an object consists of the blocks in order.
/// </summary>
public sealed class ExportObjects(Database db, ObjectStorage storage, StoredObjects objects, FieldEncryption encryption)
{
    /// <summary>Number of blocks read with one request, which a download keeps in memory.</summary>
    private const int PiecesAtOnce = 8;

    /// <summary>Whether new exports are written to object storage.</summary>
    public bool AreOn => storage.IsOn;

    /// <summary>Writes an export's file, and marks its object as stored in the session's transaction.</summary>
    /// <param name="write">Writes the unencrypted file.</param>
    /// <returns>The object's id, and the size of the unencrypted file.</returns>
    /// <exception cref="StorageUnavailableException">It could not be written; nothing of it is left.</exception>
    internal async Task<(Guid Id, long Size)> Write(
        TransactionSession session,
        Guid owner,
        Guid export,
        Func<Stream, Task> write,
        CancellationToken cancellationToken
    )
    {
        var target = (await objects.Reserve(owner, Bucket.Exports, "application/octet-stream", 0, cancellationToken))!;
        try
        {
            await using var upload = new ObjectUpload(storage, target, cancellationToken);
            await using var pieces = new PartStream(ExportStore.PartSize, async (piece, content) =>
                await upload.Write(encryption.Encrypt(content.Span, owner, ExportStore.Field(export, piece)))
            );
            await write(pieces);
            await pieces.Complete();
            await upload.Complete();
            await StoredObjects.MarkStored(session, owner, target.Id, upload.Size, cancellationToken);
            return (target.Id, pieces.Size);
        }
        catch
        {
            await objects.Discard(owner, target.Id, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Writes an unencrypted export, if it is in object storage.</summary>
    /// <param name="size">The size of the unencrypted file.</param>
    /// <returns>False if it is in the database.</returns>
    /// <exception cref="StorageUnavailableException">The storage does not answer, or is no longer configured.</exception>
    internal async Task<bool> CopyTo(Stream to, Guid owner, Guid export, long size, CancellationToken cancellationToken)
    {
        var found = await db.FirstOrDefault(
            $"""
            select o.bucket, o.key, o.size_bytes from exports e join stored_objects o on o.id = e.object_id and o.owner_id = e.owner_id
            where e.owner_id = {owner} and e.id = {export}
            """,
            row => (Bucket: BucketText.Parse(row.GetString(0)), Key: row.GetString(1), Stored: row.GetInt64(2)),
            cancellationToken
        );
        if (found.Key is null)
            return false;
        if (!storage.IsOn)
            throw new StorageUnavailableException("read a file", null);
        // Encryption adds the same number of bytes to each block.
        var count = (size + ExportStore.PartSize - 1) / ExportStore.PartSize;
        if (count == 0)
            return true;
        var pieceSize = ExportStore.PartSize + (int)((found.Stored - size) / count);
        for (var piece = 0; piece < count; piece += PiecesAtOnce)
        {
            var stored = await storage.Read(found.Bucket, found.Key, (long)piece * pieceSize, pieceSize * PiecesAtOnce, cancellationToken);
            for (var at = 0; at < stored.Length; at += pieceSize)
            {
                var cipher = stored.AsSpan(at, Math.Min(pieceSize, stored.Length - at));
                var clear = encryption.DecryptBytes(cipher, owner, ExportStore.Field(export, piece + at / pieceSize));
                await to.WriteAsync(clear, cancellationToken);
            }
        }
        return true;
    }
}
