using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Tags;

/// <summary>The outcome of renaming a tag.</summary>
public enum RenameOutcome
{
    Done,
    NotFound,

    /// <summary>Another tag has the name.</summary>
    Taken,
}

/// <summary>
/// Tags in PostgreSQL. A contact's tags are part of the contact: every change of them gives it a new version, so that an ETag that was read
/// before no longer matches.
/// </summary>
public sealed class TagStore(Database db)
{
    private const string Order = "tags:name";

    /// <summary>
    /// The tags that <paramref name="page"/> selects, each with the number of its contacts. All are counted in one pass over their
    /// assignments; the few deleted contacts are read once and not looked up for each assignment.
    /// </summary>
    private static Sql Counted(Guid owner, Sql page) =>
        Sql.Of(
            $"""
            with page as materialized (select t.id, t.name, t.created_at, lower(t.name) collate "C" as sort_name from tags t where {page}),
            uses as (
                select ct.tag_id, count(*) as contacts from contact_tags ct
                where ct.owner_id = {owner} and ct.tag_id in (select id from page) and ct.contact_id not in (
                    select c.id from contacts c where c.owner_id = {owner} and c.deleted_at is not null)
                group by ct.tag_id)
            select page.id, page.name, page.created_at, page.sort_name, coalesce(uses.contacts, 0)
            from page left join uses on uses.tag_id = page.id order by page.sort_name, page.id
            """
        );

    public async Task<Page<Tag>> Page(Guid owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var tags = await db.Query(
            Counted(
                owner,
                Sql.Of(
                    $"""
                    t.owner_id = {owner}
                    {(after is null ? Sql.Empty : Sql.Of($"""and (lower(t.name) collate "C", t.id) > ({after.Key}, {after.Id})"""))}
                    order by lower(t.name) collate "C", t.id limit {limit + 1}
                    """
                )
            ),
            Read,
            cancellationToken
        );
        return Http.Page.Of(tags, limit, last => new Cursor(Order, last.SortName, last.Id));
    }

    /// <summary>All tags of the owner, for an export.</summary>
    public IAsyncEnumerable<Tag> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream(Counted(owner, Sql.Of($"t.owner_id = {owner}")), Read, cancellationToken);

    public static bool TryReadCursor(string text, out Cursor? cursor) => Cursor.TryParse(text, Order, out cursor) && cursor.Key is not null;

    public Task<RenameOutcome> Rename(Guid owner, Guid id, string name, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                await session.TakeTurn(owner, cancellationToken);
                await LockContacts(session, owner, id, cancellationToken);
                await session.Savepoint("rename", cancellationToken);
                try
                {
                    var renamed = await session.Execute(
                        $"update tags set name = {name} where owner_id = {owner} and id = {id}",
                        cancellationToken
                    );
                    if (renamed == 0)
                        return RenameOutcome.NotFound;
                }
                catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
                {
                    await session.RollbackTo("rename", cancellationToken);
                    return RenameOutcome.Taken;
                }
                await session.Execute(
                    $"""
                    update contacts set version = version + 1, updated_at = now() where owner_id = {owner}
                        and id in (select contact_id from contact_tags where owner_id = {owner} and tag_id = {id})
                    """,
                    cancellationToken
                );
                return RenameOutcome.Done;
            },
            cancellationToken
        );

    /// <summary>Gives the contacts of one tag the other tag, and deletes the first.</summary>
    /// <returns>False if either does not exist.</returns>
    public Task<bool> Merge(Guid owner, Guid id, Guid into, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                await session.TakeTurn(owner, cancellationToken);
                await LockContacts(session, owner, id, cancellationToken);
                var both = await session.Query(
                    $"""
                    select id from tags where owner_id = {owner} and id = any({new[] { id, into }}) order by id for update
                    """,
                    row => row.GetGuid(0),
                    cancellationToken
                );
                if (both.Count != 2)
                    return false;
                await session.Execute(
                    $"""
                    update contacts set version = version + 1, updated_at = now() where owner_id = {owner}
                        and id in (select contact_id from contact_tags where owner_id = {owner} and tag_id = {id})
                    """,
                    cancellationToken
                );
                await session.Execute(
                    $"""
                    insert into contact_tags (owner_id, contact_id, tag_id)
                    select owner_id, contact_id, {into} from contact_tags where owner_id = {owner} and tag_id = {id}
                    on conflict do nothing
                    """,
                    cancellationToken
                );
                // This deletes its assignments too.
                await session.Execute($"delete from tags where owner_id = {owner} and id = {id}", cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>Adds and removes tags, all or nothing.</summary>
    public Task<TagAssignment> Assign(
        Guid owner,
        IReadOnlyCollection<Guid> contacts,
        IReadOnlyList<string> add,
        IReadOnlyList<string> remove,
        CancellationToken cancellationToken
    ) =>
        db.InTransaction(
            async session =>
            {
                var ids = contacts.Distinct().ToArray();
                if (!await ManyContacts.Lock(session, owner, ids, cancellationToken))
                    return new TagAssignment(AssignOutcome.NotFound, []);
                var assigned = await TagAssignment.Make(session, owner, ids, add, remove, cancellationToken);
                await ManyContacts.Touch(session, owner, assigned.Changed, cancellationToken);
                return assigned;
            },
            cancellationToken
        );

    private static Tag Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetInt64(4), row.Time(2)) { SortName = row.GetString(3) };

    // Other writers lock a contact before its tags. The same order here means that the two wait instead of deadlocking. In the rare case
    // that a contact gets the tag in between, one of the two transactions is run again.
    private static Task<List<Guid>> LockContacts(DatabaseSession session, Guid owner, Guid tag, CancellationToken cancellationToken) =>
        session.Query(
            $"""
            select c.id from contacts c join contact_tags ct on ct.owner_id = c.owner_id and ct.contact_id = c.id
            where ct.owner_id = {owner} and ct.tag_id = {tag} order by c.id for update of c
            """,
            row => row.GetGuid(0),
            cancellationToken
        );
}
