using PmCrm.App.Data;
using PmCrm.App.Features.Storage;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Import;

/// <summary>A picture that will become a contact's photo.</summary>
internal sealed record DuePhoto(Guid Import, int Line, Guid Contact, string ContentType, int Width, int Height, int Size, int Attempt)
{
    public StoredObject? Object { get; init; }
}

/// <summary>
/// The pictures of uploaded files, stored in PostgreSQL. Each belongs to a row of the file and becomes due when the import has created the
/// row's contact. A worker leases the pictures it works on; if it is killed, they are due again when the lease ends.
/// </summary>
internal static class ImportPhotos
{
    /// <summary>Maximum number of pictures of one claim, and of their bytes; a single larger picture is claimed alone.</summary>
    private const int Batch = 16;
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Longer than a worker needs for one claim, including its retries of requests to the storage.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    public static async Task Insert(
        DatabaseSession session,
        Guid owner,
        Guid import,
        IReadOnlyList<ImportPhoto> photos,
        CancellationToken cancellationToken
    )
    {
        if (photos.Count == 0)
            return;
        await session.Execute(
            $"""
            insert into import_photos (owner_id, import_id, line, content_type, width, height, size_bytes, content_cipher)
            select {owner}, {import}, photo.* from unnest({photos.Select(photo => photo.Line).ToArray()},
                {photos.Select(photo => photo.ContentType).ToArray()}, {photos.Select(photo => photo.Width).ToArray()},
                {photos.Select(photo => photo.Height).ToArray()}, {photos.Select(photo => photo.Size).ToArray()},
                {photos.Select(photo => photo.Content).ToArray<byte[]?>()}) as photo
            """,
            cancellationToken
        );
    }

    public static Task<bool> Any(DatabaseSession session, Guid owner, Guid import, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"select exists (select from import_photos where owner_id = {owner} and import_id = {import})",
            row => row.GetBoolean(0),
            cancellationToken
        );

    /// <summary>Assigns the pictures of imported rows to the rows' contacts. From now on they are due.</summary>
    public static Task<int> Release(
        DatabaseSession session,
        Guid owner,
        Guid import,
        IReadOnlyList<(int Line, Guid Contact)> written,
        CancellationToken cancellationToken
    ) =>
        session.Execute(
            $"""
            update import_photos p set contact_id = new.contact, run_at = now()
            from unnest({written.Select(one => one.Line).ToArray()}, {written.Select(one => one.Contact).ToArray()}) as new (line, contact)
            where p.owner_id = {owner} and p.import_id = {import} and p.line = new.line
            """,
            cancellationToken
        );

    /// <summary>Deletes the pictures of rows that were skipped.</summary>
    public static async Task DropOthers(DatabaseSession session, Guid owner, Guid import, CancellationToken cancellationToken)
    {
        var dropped = await session.Execute(
            $"delete from import_photos where owner_id = {owner} and import_id = {import} and contact_id is null",
            cancellationToken
        );
        await session.Execute(
            $"update imports set photo_count = photo_count - {dropped} where owner_id = {owner} and id = {import}",
            cancellationToken
        );
    }

    /// <summary>Leases some due pictures of one owner. Pictures that exceed the account's storage limit are counted as lost.</summary>
    /// <returns>Null if no picture is due.</returns>
    public static async Task<(Guid Owner, List<DuePhoto> Photos)?> Claim(TransactionSession session, CancellationToken cancellationToken)
    {
        var owner = await session.FirstOrDefault(
            $"select owner_id from import_photos where contact_id is not null and run_at <= now() order by run_at limit 1",
            row => row.GetGuid(0),
            cancellationToken
        );
        if (owner == Guid.Empty)
            return null;
        // The common lock order: the owner first. If the account was erased in the meantime, its pictures are gone as well.
        await session.TakeTurn(owner, cancellationToken);
        var due = await session.Query(
            $"""
            select import_id, line, contact_id, content_type, width, height, size_bytes, attempts + 1 from import_photos
            where owner_id = {owner} and contact_id is not null and run_at <= now() order by run_at, import_id, line limit {Batch}
            for update skip locked
            """,
            row => new DuePhoto(
                row.GetGuid(0),
                row.GetInt32(1),
                row.GetGuid(2),
                row.GetString(3),
                row.GetInt32(4),
                row.GetInt32(5),
                row.GetInt32(6),
                row.GetInt32(7)
            ),
            cancellationToken
        );
        var room = await StoredObjects.Room(session, owner, cancellationToken);
        var claimed = new List<DuePhoto>();
        var bytes = 0;
        foreach (var photo in due)
        {
            if (!room.TryTake(photo.Size))
            {
                await Finish(session, owner, photo, isKept: false, cancellationToken);
                continue;
            }
            bytes += photo.Size;
            if (claimed.Count > 0 && bytes > MaxBytes)
                break;
            await Postpone(session, owner, photo, Lease, cancellationToken);
            var reserved = await StoredObjects.Insert(session, owner, Bucket.Uploads, photo.ContentType, photo.Size, cancellationToken);
            claimed.Add(photo with { Object = reserved });
        }
        return (owner, claimed);
    }

    /// <returns>Null if the row no longer exists.</returns>
    public static Task<byte[]?> Content(DatabaseSession session, Guid owner, DuePhoto photo, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"select content_cipher from import_photos where owner_id = {owner} and import_id = {photo.Import} and line = {photo.Line}",
            row => row.Bytes(0),
            cancellationToken
        );

    /// <summary>Makes the picture due again later. The wait doubles with each attempt; the picture is deleted with its import.</summary>
    public static Task PutOff(DatabaseSession session, Guid owner, DuePhoto photo, CancellationToken cancellationToken) =>
        Postpone(session, owner, photo, BackOff.After(photo.Attempt, MaxDelay), cancellationToken);

    private static Task<int> Postpone(
        DatabaseSession session,
        Guid owner,
        DuePhoto photo,
        TimeSpan delay,
        CancellationToken cancellationToken
    ) =>
        session.Execute(
            $"""
            update import_photos set attempts = {photo.Attempt}, run_at = clock_timestamp() + {delay}
            where owner_id = {owner} and import_id = {photo.Import} and line = {photo.Line}
            """,
            cancellationToken
        );

    /// <summary>Deletes the picture and counts it as kept or lost.</summary>
    /// <returns>False if another worker did so already, or the import is gone.</returns>
    public static async Task<bool> Finish(
        DatabaseSession session,
        Guid owner,
        DuePhoto photo,
        bool isKept,
        CancellationToken cancellationToken
    )
    {
        var deleted = await session.Execute(
            $"delete from import_photos where owner_id = {owner} and import_id = {photo.Import} and line = {photo.Line}",
            cancellationToken
        );
        if (deleted == 0)
            return false;
        var (kept, lost) = isKept ? (1, 0) : (0, 1);
        await session.Execute(
            $"""
            update imports set kept_photo_count = kept_photo_count + {kept}, lost_photo_count = lost_photo_count + {lost}
            where owner_id = {owner} and id = {photo.Import}
            """,
            cancellationToken
        );
        return true;
    }
}
