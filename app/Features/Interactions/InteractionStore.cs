using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Interactions;

/// <summary>Which interactions a timeline has: those that meet every condition that is set.</summary>
/// <param name="Kind">As the API names it.</param>
/// <param name="Tag">With contacts that have the tag of this name.</param>
public sealed record TimelineFilter(string? Kind, DateTimeOffset? From, DateTimeOffset? To, Guid? Contact, string? Tag);

/// <summary>Interactions in the database. Every write brings the contact's last interaction up to date in the same transaction.</summary>
public sealed class InteractionStore(Database db, FieldEncryption encryption)
{
    internal const string BodyContext = "interactions.private_body";
    private const string Order = "interactions:time";

    private static Sql Columns =>
        Sql.Of(
            $"id, owner_id, contact_id, kind, occurred_at, summary, body, private_body_cipher, duration_minutes, version, created_at, updated_at"
        );

    /// <summary>Newest first; null where there is no such contact.</summary>
    public async Task<Page<Interaction>?> List(Guid owner, Guid contact, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        if (!await HasContact(db, owner, contact, cancellationToken))
            return null;
        var from = after is null ? Sql.Empty : Sql.Of($" and (occurred_at, id) < ({after.Time}, {after.Id})");
        var rows = await db.Query(
            $"""
            select {Columns} from interactions
            where owner_id = {owner} and contact_id = {contact}{from}
            order by occurred_at desc, id desc limit {limit + 1}
            """,
            Read,
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(Order, row.OccurredAt, row.Id));
    }

    /// <summary>Interactions with all contacts but the deleted, each with its contact's name, newest first.</summary>
    public Task<List<(Interaction Interaction, string ContactName)>> Timeline(
        Guid owner,
        TimelineFilter filter,
        Cursor? after,
        int count,
        CancellationToken cancellationToken
    ) =>
        db.Query(
            $"""
            select {Columns}, (select c.name from contacts c where c.owner_id = {owner} and c.id = contact_id) from interactions i
            where owner_id = {owner}
                and not exists (select from contacts c where c.owner_id = i.owner_id and c.id = i.contact_id and c.deleted_at is not null)
            {(filter.Kind is { } kind ? Sql.Of($"and kind = {kind}") : Sql.Empty)}
            {(filter.From is { } from ? Sql.Of($"and occurred_at >= {from}") : Sql.Empty)}
            {(filter.To is { } to ? Sql.Of($"and occurred_at < {to}") : Sql.Empty)}
            {(filter.Contact is { } contact ? Sql.Of($"and contact_id = {contact}") : Sql.Empty)}
            {(filter.Tag is { } tag ? Tagged(owner, tag) : Sql.Empty)}
            {(after is null ? Sql.Empty : Sql.Of($"and (occurred_at, id) < ({after.Time}, {after.Id})"))}
            order by occurred_at desc, id desc limit {count}
            """,
            row => (Read(row), row.GetString(12)),
            cancellationToken
        );

    private static Sql Tagged(Guid owner, string tag) =>
        Sql.Of(
            $"""
            and contact_id in (select ct.contact_id from contact_tags ct where ct.owner_id = {owner} and ct.tag_id = any(array(
                select t.id from tags t where t.owner_id = {owner} and lower(t.name) = lower({tag}))))
            """
        );

    /// <summary>Reads the cursor of <see cref="List"/>.</summary>
    public static bool TryReadCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, Order, out cursor);

    /// <summary>Every interaction of the owner, for an export.</summary>
    public IAsyncEnumerable<Interaction> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream($"select {Columns} from interactions where owner_id = {owner} order by occurred_at, id", Read, cancellationToken);

    public Task<Interaction?> Find(Guid owner, Guid contact, Guid id, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"""
            select {Columns} from interactions
            where owner_id = {owner} and contact_id = {contact} and id = {id} and {ContactIsThere(owner, contact)}
            """,
            Read,
            cancellationToken
        );

    /// <returns>Null where there is no such contact.</returns>
    public async Task<Interaction?> Add(
        TransactionSession session,
        Guid owner,
        Guid contact,
        InteractionWrite write,
        CancellationToken cancellationToken
    )
    {
        if (!await LockContact(session, owner, contact, cancellationToken))
            return null;
        var (body, cipher) = Body(owner, write);
        var added = await session.FirstOrDefault(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body, private_body_cipher, duration_minutes)
            values ({Guid.CreateVersion7()}, {owner}, {contact}, {Text(
                write.Kind!.Value
            )}, {write.OccurredAt}, {write.Summary}, {body}, {cipher},
                {write.DurationMinutes})
            returning {Columns}
            """,
            Read,
            cancellationToken
        );
        await FollowLastInteraction(session, owner, contact, cancellationToken);
        return added;
    }

    /// <returns>Null where nothing with that id has the version; <see cref="Find"/> tells which of the two is missing.</returns>
    public Task<Interaction?> Replace(
        Guid owner,
        Guid contact,
        Guid id,
        IfMatch match,
        InteractionWrite write,
        CancellationToken cancellationToken
    ) =>
        db.InTransaction(
            async session =>
            {
                if (!await LockContact(session, owner, contact, cancellationToken))
                    return null;
                var (body, cipher) = Body(owner, write);
                var changed = await session.FirstOrDefault(
                    $"""
                    update interactions set kind = {Text(
                        write.Kind!.Value
                    )}, occurred_at = {write.OccurredAt}, summary = {write.Summary}, body = {body},
                        private_body_cipher = {cipher}, duration_minutes = {write.DurationMinutes}, version = version + 1, updated_at = now()
                    where owner_id = {owner} and contact_id = {contact} and id = {id} and {match.Predicate}
                    returning {Columns}
                    """,
                    Read,
                    cancellationToken
                );
                if (changed is not null)
                    await FollowLastInteraction(session, owner, contact, cancellationToken);
                return changed;
            },
            cancellationToken
        );

    public Task<bool> Remove(Guid owner, Guid contact, Guid id, IfMatch match, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                if (!await LockContact(session, owner, contact, cancellationToken))
                    return false;
                var removed = await session.Execute(
                    $"delete from interactions where owner_id = {owner} and contact_id = {contact} and id = {id} and {match.Predicate}",
                    cancellationToken
                );
                if (removed > 0)
                    await FollowLastInteraction(session, owner, contact, cancellationToken);
                return removed > 0;
            },
            cancellationToken
        );

    // Writers lock the contact before its interactions: each sees what the previous one wrote, and none waits for
    // another that waits for it. Not a full lock: rows that refer to the contact may come and go meanwhile.
    private static Task<bool> LockContact(DatabaseSession session, Guid owner, Guid contact, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select true from contacts where owner_id = {owner} and id = {contact} and deleted_at is null for no key update
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );

    private static Task<int> FollowLastInteraction(
        DatabaseSession session,
        Guid owner,
        Guid contact,
        CancellationToken cancellationToken
    ) =>
        session.Execute(
            $"""
            update contacts set last_interaction_at = newest.at, version = version + 1, updated_at = now()
            from (select max(occurred_at) as at from interactions where owner_id = {owner} and contact_id = {contact}) newest
            where owner_id = {owner} and id = {contact} and last_interaction_at is distinct from newest.at
            """,
            cancellationToken
        );

    private static Sql ContactIsThere(Guid owner, Guid contact) =>
        Sql.Of($"exists (select from contacts where owner_id = {owner} and id = {contact} and deleted_at is null)");

    private static Task<bool> HasContact(DatabaseSession session, Guid owner, Guid contact, CancellationToken cancellationToken) =>
        session.FirstOrDefault($"select {ContactIsThere(owner, contact)}", row => row.GetBoolean(0), cancellationToken);

    private (string? Body, byte[]? Cipher) Body(Guid owner, InteractionWrite write) =>
        write.Private ? (null, encryption.Encrypt(write.Body ?? "", owner, BodyContext)) : (write.Body, null);

    private static string Text(InteractionKind kind) =>
        kind switch
        {
            InteractionKind.Note => "note",
            InteractionKind.Call => "call",
            InteractionKind.Meeting => "meeting",
            _ => "email",
        };

    private static InteractionKind Kind(string text) =>
        text switch
        {
            "note" => InteractionKind.Note,
            "call" => InteractionKind.Call,
            "meeting" => InteractionKind.Meeting,
            _ => InteractionKind.Email,
        };

    private Interaction Read(NpgsqlDataReader row)
    {
        var cipher = row.Bytes(7);
        return new Interaction(
            row.GetGuid(0),
            row.GetGuid(2),
            Kind(row.GetString(3)),
            row.Time(4),
            row.GetString(5),
            cipher is null ? row.Text(6)
                : encryption.Decrypt(cipher, row.GetGuid(1), BodyContext) is { Length: > 0 } body ? body
                : null,
            row.Int32(8),
            cipher is not null,
            row.Time(10),
            row.Time(11)
        )
        {
            Version = row.GetInt64(9),
        };
    }
}
