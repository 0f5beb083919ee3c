using PmCrm.App.Data;
using PmCrm.App.Features.Storage;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Exports;

/// <summary>
/// Export files in object storage. As in the database they are encrypted piece by piece, so that the storage never has a person's private
/// fields in clear; an object is the pieces one after the other.
/// </summary>
public sealed class ExportObjects(Database db, ObjectStorage storage, StoredObjects objects, FieldEncryption encryption)
{
    /// <summary>Pieces read with one request: what a download holds in memory.</summary>
    private const int PiecesAtOnce = 8;

    /// <summary>Whether new exports go to object storage.</summary>
    public bool AreOn => storage.IsOn;

    /// <summary>Writes an export's file, and marks its object as there in the session's transaction.</summary>
    /// <param name="write">Writes the file in clear.</param>
    /// <returns>The object, and the file's size in clear.</returns>
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

    /// <summary>Writes an export in clear, if it is an object.</summary>
    /// <param name="size">The file's size in clear.</param>
    /// <returns>False where it is in the database.</returns>
    /// <exception cref="StorageUnavailableException">The storage does not answer, or is not configured any more.</exception>
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
        // A piece's encryption adds the same to each.
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
