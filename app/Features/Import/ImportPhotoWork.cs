using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Features.Photos;
using PmCrm.App.Features.Storage;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Import;

/// <summary>
/// Moves the pictures of imports into object storage in the same order as an upload: the row of the object, the object, then the contact's
/// reference to it. No lock is held while the storage is written to. If the storage does not answer, the picture is retried later.
/// </summary>
public sealed partial class ImportPhotoWork(
    Database db,
    ObjectStorage storage,
    StoredObjects objects,
    FieldEncryption encryption,
    ILogger<ImportPhotoWork> logger
) : IWorkSource
{
    /// <summary>Concurrent requests to the storage; they mostly wait.</summary>
    private const int MaxParallel = 4;

    public TimeSpan Pause => TimeSpan.FromSeconds(5);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        // Pictures of earlier imports wait until storage is configured again, or are deleted with their import.
        if (!storage.IsOn)
            return false;
        var claim = await db.InTransaction(session => ImportPhotos.Claim(session, cancellationToken), cancellationToken);
        if (claim is not { } due)
            return false;
        await Parallel.ForEachAsync(
            due.Photos,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken },
            async (photo, stop) => await Keep(due.Owner, photo, stop)
        );
        return true;
    }

    private async Task Keep(Guid owner, DuePhoto photo, CancellationToken cancellationToken)
    {
        var stored = photo.Object!;
        try
        {
            // Null if the import or the account was deleted.
            if (await ImportPhotos.Content(db, owner, photo, cancellationToken) is { } cipher)
            {
                var content = encryption.DecryptBytes(cipher, owner, ImportCipher.PhotoField);
                await storage.Put(stored.Bucket, stored.Key, content, photo.ContentType, cancellationToken);
                if (await Assign(owner, photo, stored, content, cancellationToken))
                    return;
            }
        }
        catch (Exception exception) when (exception is StorageUnavailableException or CryptographicException)
        {
            LogFailed(logger, photo.Import, photo.Line, photo.Attempt, exception);
            await ImportPhotos.PutOff(db, owner, photo, cancellationToken);
        }
        await objects.Discard(owner, stored.Id, cancellationToken);
    }

    /// <summary>Makes the object the contact's photo.</summary>
    /// <returns>False if the contact cannot have it; the object must then be deleted.</returns>
    private Task<bool> Assign(Guid owner, DuePhoto photo, StoredObject stored, byte[] content, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var picture = new Picture(photo.ContentType, photo.Width, photo.Height, content);
                var isKept =
                    await StoredObjects.MarkStored(session, owner, stored.Id, content.Length, cancellationToken)
                    && await PhotoStore.Put(session, owner, photo.Contact, stored, picture, cancellationToken);
                await ImportPhotos.Finish(session, owner, photo, isKept, cancellationToken);
                return isKept;
            },
            cancellationToken
        );

    [LoggerMessage(LogLevel.Warning, "The picture of line {Line} of import {Import} was not kept in attempt {Attempt}; it is tried again")]
    private static partial void LogFailed(ILogger logger, Guid import, int line, int attempt, Exception exception);
}
