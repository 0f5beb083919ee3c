using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Relationships;

/// <summary>Whether a relationship was added, and if not, why.</summary>
public enum RelationshipOutcome
{
    Added,

    /// <summary>One of the contacts does not exist, or belongs to somebody else.</summary>
    NoSuchContact,

    /// <summary>The two already have a relationship of this kind.</summary>
    Exists,
}

/// <summary>
/// Relationships in the database. Each has two rows, one from the view of each contact, which are written and removed together.
/// </summary>
public sealed class RelationshipStore(Database db)
{
    /// <summary>Maximum number for one contact.</summary>
    public const int MaxPerContact = 500;

    private const string Order = "relationships:name";

    private static Sql Columns =>
        Sql.Of($"r.id, r.contact_id, r.related_contact_id, related.name, r.kind, r.note, r.created_at, related.sort_name");

    /// <returns>Null if the contact does not exist.</returns>
    public async Task<Page<Relationship>?> Page(Guid owner, Guid contact, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var there = await db.FirstOrDefault(
            $"select true from contacts where owner_id = {owner} and id = {contact} and deleted_at is null",
            row => row.GetBoolean(0),
            cancellationToken
        );
        if (!there)
            return null;
        var rows = await db.Query(
            $"""
            select {Columns} from relationships r
            join contacts related on related.owner_id = r.owner_id and related.id = r.related_contact_id
            where r.owner_id = {owner} and r.contact_id = {contact} and related.deleted_at is null
            {(after is null ? Sql.Empty : Sql.Of($"and (related.sort_name, r.id) > ({after.Key}, {after.Id})"))}
            order by related.sort_name, r.id limit {limit + 1}
            """,
            Read,
            cancellationToken
        );
        return Http.Page.Of(rows, limit, last => new Cursor(Order, last.SortName, last.Id));
    }

    public static bool TryReadCursor(string text, out Cursor? cursor) => Cursor.TryParse(text, Order, out cursor) && cursor.Key is not null;

    /// <summary>All relationships of the owner, each from both sides, for an export.</summary>
    public IAsyncEnumerable<Relationship> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream(
            $"""
            select {Columns} from relationships r
            join contacts related on related.owner_id = r.owner_id and related.id = r.related_contact_id
            where r.owner_id = {owner} order by r.created_at, r.id
            """,
            Read,
            cancellationToken
        );

    /// <param name="reciprocal">The kind of the row from the related contact's view.</param>
    public async Task<(RelationshipOutcome Outcome, Relationship? Added)> Add(
        TransactionSession session,
        Guid owner,
        Guid contact,
        RelationshipWrite write,
        string reciprocal,
        CancellationToken cancellationToken
    )
    {
        var related = write.RelatedContactId!.Value;
        var (id, reciprocalId, pair) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        // Both contacts are locked in a fixed order, from whichever side it is added: the pair can neither be added twice nor deadlock.
        var there = await session.Query(
            $"""
            select id from contacts where owner_id = {owner} and id in ({contact}, {related}) and deleted_at is null order by id for no key update
            """,
            row => row.GetGuid(0),
            cancellationToken
        );
        if (there.Count < 2)
            return (RelationshipOutcome.NoSuchContact, null);

        var written = await session.Execute(
            $"""
            insert into relationships (id, pair_id, owner_id, contact_id, related_contact_id, kind, note) values
                ({id}, {pair}, {owner}, {contact}, {related}, {write.Kind}, {write.Note}),
                ({reciprocalId}, {pair}, {owner}, {related}, {contact}, {reciprocal}, {write.Note})
            on conflict (owner_id, contact_id, related_contact_id, kind) do nothing
            """,
            cancellationToken
        );
        return written == 0
            ? (RelationshipOutcome.Exists, null)
            : (RelationshipOutcome.Added, await Find(session, owner, contact, id, cancellationToken));
    }

    public Task<Relationship?> Find(Guid owner, Guid contact, Guid id, CancellationToken cancellationToken) =>
        Find(db, owner, contact, id, cancellationToken);

    /// <summary>Removes both rows, whichever of the two ids is given.</summary>
    public async Task<bool> Remove(Guid owner, Guid contact, Guid id, CancellationToken cancellationToken) =>
        await db.Execute(
            $"""
            delete from relationships where owner_id = {owner} and pair_id =
                (select r.pair_id from relationships r join contacts c on c.owner_id = r.owner_id and c.id = r.contact_id
                 where r.owner_id = {owner} and r.contact_id = {contact} and r.id = {id} and c.deleted_at is null)
            """,
            cancellationToken
        ) > 0;

    public Task<int> Count(TransactionSession session, Guid owner, Guid contact, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"select count(*)::int from relationships where owner_id = {owner} and contact_id = {contact}",
            row => row.GetInt32(0),
            cancellationToken
        );

    private static Task<Relationship?> Find(
        DatabaseSession session,
        Guid owner,
        Guid contact,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        session.FirstOrDefault(
            $"""
            select {Columns} from relationships r
            join contacts related on related.owner_id = r.owner_id and related.id = r.related_contact_id
            join contacts own on own.owner_id = r.owner_id and own.id = r.contact_id
            where r.owner_id = {owner} and r.contact_id = {contact} and r.id = {id}
                and related.deleted_at is null and own.deleted_at is null
            """,
            Read,
            cancellationToken
        );

    private static Relationship Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetGuid(1),
            row.GetGuid(2),
            row.GetString(3),
            row.GetString(4),
            RelationshipKinds.ReciprocalOf(row.GetString(4)) ?? row.GetString(4),
            row.Text(5),
            row.Time(6)
        )
        {
            SortName = row.GetString(7),
        };
}
