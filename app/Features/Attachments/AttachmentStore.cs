using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Features.Storage;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Attachments;

/// <summary>Maps attachments to objects. The database's triggers and the worker delete the object of a deleted attachment.</summary>
public sealed class AttachmentStore(Database db, ObjectStorage storage)
{
    /// <summary>How long an attachment's URL is valid.</summary>
    public static readonly TimeSpan UrlLifetime = TimeSpan.FromMinutes(5);

    private const string Order = "attachments:time";

    private static readonly Sql Columns = Sql.Of(
        $"a.id, a.contact_id, a.interaction_id, a.file_name, o.content_type, o.size_bytes, a.created_at"
    );

    private static readonly Sql Joined = Sql.Of($"attachments a join stored_objects o on o.owner_id = a.owner_id and o.id = a.object_id");

    public Task<bool> HasSubject(Guid owner, Guid contact, Guid? interaction, CancellationToken cancellationToken) =>
        HasSubject(db, owner, contact, interaction, cancellationToken);

    /// <summary>Newest first; null if the contact does not exist.</summary>
    public async Task<Page<Attachment>?> List(
        Guid owner,
        Guid contact,
        Guid? interaction,
        Cursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (!await HasSubject(db, owner, contact, interaction, cancellationToken))
            return null;
        var from = after is null ? Sql.Empty : Sql.Of($" and (a.created_at, a.id) < ({after.Time}, {after.Id})");
        var of = interaction is null ? Sql.Empty : Sql.Of($" and a.interaction_id = {interaction}");
        var rows = await db.Query(
            $"""
            select {Columns} from {Joined} where a.owner_id = {owner} and a.contact_id = {contact}{of}{from}
            order by a.created_at desc, a.id desc limit {limit + 1}
            """,
            Read,
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(Order, row.CreatedAt, row.Id));
    }

    /// <summary>Reads the cursor of <see cref="List"/>.</summary>
    public static bool TryReadCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, Order, out cursor);

    public Task<Attachment?> Find(Guid owner, Guid contact, Guid id, CancellationToken cancellationToken) =>
        db.FirstOrDefault($"select {Columns} from {Joined} where {IsThere(owner, contact, id)}", Read, cancellationToken);

    public async Task<AttachmentUrl?> UrlOf(Guid owner, Guid contact, Guid id, CancellationToken cancellationToken)
    {
        var found = await db.FirstOrDefault(
            $"select o.key, o.content_type, a.file_name from {Joined} where {IsThere(owner, contact, id)}",
            row => (Key: row.GetString(0), Type: row.GetString(1), Name: row.GetString(2)),
            cancellationToken
        );
        if (found.Key is null)
            return null;
        var url = await storage.UrlOf(Bucket.Uploads, found.Key, UrlLifetime, found.Type, found.Name);
        return new AttachmentUrl(url.Url.AbsoluteUri, url.ExpiresAt);
    }

    /// <summary>Attaches an object.</summary>
    /// <returns>Null if the contact or interaction does not exist.</returns>
    internal static async Task<Attachment?> Add(
        TransactionSession session,
        Guid owner,
        Guid contact,
        Guid? interaction,
        string fileName,
        StoredObject stored,
        CancellationToken cancellationToken
    )
    {
        if (!await HasSubject(session, owner, contact, interaction, cancellationToken))
            return null;
        var id = Guid.CreateVersion7();
        await session.Execute(
            $"""
            insert into attachments (id, owner_id, contact_id, interaction_id, object_id, file_name)
            values ({id}, {owner}, {contact}, {interaction}, {stored.Id}, {fileName})
            """,
            cancellationToken
        );
        return await session.FirstOrDefault($"select {Columns} from {Joined} where {IsThere(owner, contact, id)}", Read, cancellationToken);
    }

    public async Task<bool> Remove(Guid owner, Guid contact, Guid id, CancellationToken cancellationToken) =>
        await db.Execute($"delete from attachments a where {IsThere(owner, contact, id)}", cancellationToken) > 0;

    /// <summary>Every attachment of the owner, for an export.</summary>
    public IAsyncEnumerable<Attachment> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream($"select {Columns} from {Joined} where a.owner_id = {owner} order by a.created_at, a.id", Read, cancellationToken);

    private static Sql IsThere(Guid owner, Guid contact, Guid id) =>
        Sql.Of(
            $"""
            a.owner_id = {owner} and a.contact_id = {contact} and a.id = {id}
                and exists (select from contacts c where c.owner_id = a.owner_id and c.id = a.contact_id and c.deleted_at is null)
            """
        );

    private static Task<bool> HasSubject(
        DatabaseSession session,
        Guid owner,
        Guid contact,
        Guid? interaction,
        CancellationToken cancellationToken
    ) =>
        session.FirstOrDefault(
            $"""
            select exists (select from contacts where owner_id = {owner} and id = {contact} and deleted_at is null)
                and ({interaction}::uuid is null or exists (
                    select from interactions i where i.owner_id = {owner} and i.id = {interaction} and {InteractionPeople.Have(
                owner,
                contact
            )}))
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );

    private static Attachment Read(NpgsqlDataReader row) =>
        new()
        {
            Id = row.GetGuid(0),
            ContactId = row.GetGuid(1),
            InteractionId = row.Uuid(2),
            FileName = row.GetString(3),
            ContentType = row.GetString(4),
            Size = row.GetInt64(5),
            CreatedAt = row.Time(6),
        };
}
