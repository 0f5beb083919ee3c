using PmCrm.App.Data;
using PmCrm.App.Features.Storage;

namespace PmCrm.App.Features.Photos;

/// <summary>
/// Maps contacts to the objects of their photos. The database's triggers and the worker delete the object of a replaced photo.
/// </summary>
public sealed class PhotoStore(Database db, ObjectStorage storage)
{
    /// <summary>How long a photo's URL is valid.</summary>
    public static readonly TimeSpan UrlLifetime = TimeSpan.FromMinutes(5);

    public Task<bool> HasContact(Guid owner, Guid contact, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select true from contacts where owner_id = {owner} and id = {contact} and deleted_at is null",
            row => row.GetBoolean(0),
            cancellationToken
        );

    /// <returns>Null if the contact does not exist or has no photo.</returns>
    public async Task<Photo?> Find(Guid owner, Guid contact, CancellationToken cancellationToken)
    {
        var found = await db.FirstOrDefault(
            $"""
            select o.key, o.content_type, o.size_bytes, o.created_at, p.width, p.height
            from contact_photos p
            join contacts c on c.owner_id = p.owner_id and c.id = p.contact_id and c.deleted_at is null
            join stored_objects o on o.owner_id = p.owner_id and o.id = p.object_id
            where p.owner_id = {owner} and p.contact_id = {contact}
            """,
            row =>
                (Key: row.GetString(0), Type: row.GetString(1), Size: row.GetInt64(2), At: row.Time(3), row.GetInt32(4), row.GetInt32(5)),
            cancellationToken
        );
        if (found.Key is null)
            return null;
        var url = await storage.UrlOf(Bucket.Uploads, found.Key, UrlLifetime, found.Type);
        return new Photo
        {
            Url = url.Url.AbsoluteUri,
            ExpiresAt = url.ExpiresAt,
            ContentType = found.Type,
            Width = found.Item5,
            Height = found.Item6,
            Size = found.Size,
            CreatedAt = found.At,
        };
    }

    /// <summary>Makes the object the contact's photo, in place of the previous one.</summary>
    /// <returns>False if the contact does not exist.</returns>
    internal static async Task<bool> Put(
        TransactionSession session,
        Guid owner,
        Guid contact,
        StoredObject stored,
        Picture picture,
        CancellationToken cancellationToken
    )
    {
        // The lock on the contact serializes concurrent replacements, so that no object is orphaned.
        var exists = await session.FirstOrDefault(
            $"select true from contacts where owner_id = {owner} and id = {contact} and deleted_at is null for no key update",
            row => row.GetBoolean(0),
            cancellationToken
        );
        if (!exists)
            return false;
        await session.Execute($"delete from contact_photos where owner_id = {owner} and contact_id = {contact}", cancellationToken);
        await session.Execute(
            $"""
            insert into contact_photos (owner_id, contact_id, object_id, width, height)
            values ({owner}, {contact}, {stored.Id}, {picture.Width}, {picture.Height})
            """,
            cancellationToken
        );
        return true;
    }

    /// <returns>False if the contact does not exist or has no photo.</returns>
    public async Task<bool> Remove(Guid owner, Guid contact, CancellationToken cancellationToken) =>
        await db.Execute(
            $"""
            delete from contact_photos p using contacts c
            where p.owner_id = {owner} and p.contact_id = {contact} and c.owner_id = p.owner_id and c.id = p.contact_id and c.deleted_at is null
            """,
            cancellationToken
        ) > 0;

    /// <summary>Every photo of the owner, for an export.</summary>
    public IAsyncEnumerable<ExportedPhoto> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream(
            $"""
            select p.contact_id, o.content_type, p.width, p.height, o.size_bytes, o.created_at
            from contact_photos p join stored_objects o on o.owner_id = p.owner_id and o.id = p.object_id
            where p.owner_id = {owner} order by p.contact_id
            """,
            row => new ExportedPhoto(row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.Time(5)),
            cancellationToken
        );
}
