using System.Security.Cryptography;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Interactions;

/// <summary>Filters a timeline: an interaction must meet every condition that is set.</summary>
/// <param name="Kind">The name in the API.</param>
/// <param name="Tag">Interactions with contacts that have the tag of this name.</param>
public sealed record TimelineFilter(string? Kind, DateTimeOffset? From, DateTimeOffset? To, Guid? Contact, string? Tag);

/// <summary>The outcome of replacing or removing an interaction.</summary>
public enum InteractionOutcome
{
    Done,

    /// <summary>The contact has no such interaction, or another participant does not exist.</summary>
    NotFound,

    /// <summary>It has another version than the one in If-Match.</summary>
    Changed,
}

/// <summary>Interactions in the database. Every write updates the last interaction of all participants in the same transaction.</summary>
public sealed partial class InteractionStore(Database db, FieldEncryption encryption, ILogger<InteractionStore> logger)
{
    internal const string BodyContext = "interactions.private_body";
    private const string Order = "interactions:time";

    /// <summary>The columns of <c>interactions i</c> with its participants: only those that are shown, or all.</summary>
    private static Sql Columns(Sql people) =>
        Sql.Of(
            $"""
            i.id, i.owner_id, i.contact_id, i.kind, i.occurred_at, i.summary, i.body, i.private_body_cipher, i.duration_minutes, i.version,
            i.created_at, i.updated_at, array({people})
            """
        );

    private static Sql Shown => Columns(Sql.Of($"select c.id {InteractionPeople.Shown}"));

    /// <summary>Newest first; null if the contact does not exist.</summary>
    public async Task<Page<Interaction>?> List(Guid owner, Guid contact, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        if (!await HasContact(db, owner, contact, cancellationToken))
            return null;
        var from = after is null ? Sql.Empty : Sql.Of($" and (i.occurred_at, i.id) < ({after.Time}, {after.Id})");
        var rows = await db.Query(
            $"""
            select {Shown} from interactions i
            where i.owner_id = {owner} and {InteractionPeople.Have(owner, contact)}{from}
            order by i.occurred_at desc, i.id desc limit {limit + 1}
            """,
            ReadListed,
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(Order, row.OccurredAt, row.Id));
    }

    /// <summary>Interactions with all contacts except deleted ones, each with the names of its participants, newest first.</summary>
    public Task<List<(Interaction Interaction, string[] Names)>> Timeline(
        Guid owner,
        TimelineFilter filter,
        Cursor? after,
        int count,
        CancellationToken cancellationToken
    ) =>
        db.Query(
            $"""
            select {Shown}, array(select c.name {InteractionPeople.Shown}) from interactions i
            where i.owner_id = {owner} and not {InteractionPeople.IsHidden(owner)}
            {(filter.Kind is { } kind ? Sql.Of($"and i.kind = {kind}") : Sql.Empty)}
            {(filter.From is { } from ? Sql.Of($"and i.occurred_at >= {from}") : Sql.Empty)}
            {(filter.To is { } to ? Sql.Of($"and i.occurred_at < {to}") : Sql.Empty)}
            {(filter.Contact is { } contact ? Sql.Of($"and {InteractionPeople.Have(owner, contact)}") : Sql.Empty)}
            {(filter.Tag is { } tag ? Sql.Of($"and {InteractionPeople.HaveTag(owner, tag)}") : Sql.Empty)}
            {(after is null ? Sql.Empty : Sql.Of($"and (i.occurred_at, i.id) < ({after.Time}, {after.Id})"))}
            order by i.occurred_at desc, i.id desc limit {count}
            """,
            row => (ReadListed(row), row.Texts(13)),
            cancellationToken
        );

    /// <summary>Reads the cursor of <see cref="List"/>.</summary>
    public static bool TryReadCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, Order, out cursor);

    /// <summary>All interactions of the owner with all participants, for an export.</summary>
    public IAsyncEnumerable<Interaction> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream(
            $"""
            select {Columns(Sql.Of($"select p.contact_id from {InteractionPeople.All} p order by p.place, p.contact_id"))}
            from interactions i where i.owner_id = {owner} order by i.occurred_at, i.id
            """,
            Read,
            cancellationToken
        );

    public Task<Interaction?> Find(Guid owner, Guid contact, Guid id, CancellationToken cancellationToken) =>
        Find(db, owner, contact, id, cancellationToken);

    private Task<Interaction?> Find(DatabaseSession session, Guid owner, Guid contact, Guid id, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select {Shown} from interactions i
            where i.owner_id = {owner} and i.id = {id} and {InteractionPeople.Have(owner, contact)} and {ContactIsThere(owner, contact)}
            """,
            Read,
            cancellationToken
        );

    /// <returns>Null if the contact or another participant does not exist.</returns>
    public async Task<Interaction?> Add(
        TransactionSession session,
        Guid owner,
        Guid contact,
        InteractionWrite write,
        CancellationToken cancellationToken
    )
    {
        var others = Others(write, contact);
        var people = await InteractionPeople.Lock(session, owner, [contact, .. others], cancellationToken);
        if (people.Count != others.Length + 1)
            return null;
        var (body, cipher) = Body(owner, write);
        var id = Guid.CreateVersion7();
        await session.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body, private_body_cipher, duration_minutes)
            values ({id}, {owner}, {contact}, {Text(write.Kind!.Value)}, {write.OccurredAt}, {write.Summary}, {body}, {cipher},
                {write.DurationMinutes})
            """,
            cancellationToken
        );
        if (others.Length > 0)
            await InteractionPeople.SetOthers(session, owner, id, others, cancellationToken);
        await InteractionPeople.FollowLastInteraction(session, owner, contact, cancellationToken);
        return await Find(session, owner, contact, id, cancellationToken);
    }

    /// <summary>Replaces all of it. Deleted participants stay, and the first contact stays the first.</summary>
    public Task<(InteractionOutcome Outcome, Interaction? Changed)> Replace(
        Guid owner,
        Guid contact,
        Guid id,
        IfMatch match,
        InteractionWrite write,
        CancellationToken cancellationToken
    ) =>
        db.InTransaction<(InteractionOutcome, Interaction?)>(
            async session =>
            {
                Guid[] wanted = [contact, .. Others(write, contact)];
                var (known, there) = await InteractionPeople.LockAll(session, owner, contact, id, wanted, cancellationToken);
                if (known.Count == 0 || !there.IsSupersetOf(wanted))
                    return (InteractionOutcome.NotFound, null);
                var first = wanted.Contains(known[0]) || !there.Contains(known[0]) ? known[0] : contact;
                var (body, cipher) = Body(owner, write);
                var changed = await session.Execute(
                    $"""
                    update interactions i set contact_id = {first}, kind = {Text(
                        write.Kind!.Value
                    )}, occurred_at = {write.OccurredAt}, summary = {write.Summary}, body = {body},
                        private_body_cipher = {cipher}, duration_minutes = {write.DurationMinutes}, version = version + 1, updated_at = now()
                    where i.owner_id = {owner} and i.id = {id} and {InteractionPeople.Have(owner, contact)} and {match.Predicate}
                    """,
                    cancellationToken
                );
                if (changed == 0)
                    return (await WhyNot(session, owner, contact, id, cancellationToken), null);
                var others = wanted.Union(known.Where(one => !there.Contains(one))).Where(one => one != first);
                await InteractionPeople.SetOthers(session, owner, id, [.. others], cancellationToken);
                foreach (var one in new[] { first, known[0] }.Distinct().Order())
                    await InteractionPeople.FollowLastInteraction(session, owner, one, cancellationToken);
                return (InteractionOutcome.Done, await Find(session, owner, contact, id, cancellationToken));
            },
            cancellationToken
        );

    /// <summary>Removes it for all participants.</summary>
    public Task<InteractionOutcome> Remove(Guid owner, Guid contact, Guid id, IfMatch match, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var (known, there) = await InteractionPeople.LockAll(session, owner, contact, id, [], cancellationToken);
                if (!there.Contains(contact))
                    return InteractionOutcome.NotFound;
                var removed = await session.Execute(
                    $"""
                    delete from interactions i
                    where i.owner_id = {owner} and i.id = {id} and {InteractionPeople.Have(owner, contact)} and {match.Predicate}
                    """,
                    cancellationToken
                );
                if (removed == 0)
                    return await WhyNot(session, owner, contact, id, cancellationToken);
                await InteractionPeople.FollowLastInteraction(session, owner, known[0], cancellationToken);
                return InteractionOutcome.Done;
            },
            cancellationToken
        );

    private async Task<InteractionOutcome> WhyNot(
        DatabaseSession session,
        Guid owner,
        Guid contact,
        Guid id,
        CancellationToken cancellationToken
    ) => await Find(session, owner, contact, id, cancellationToken) is null ? InteractionOutcome.NotFound : InteractionOutcome.Changed;

    private static Guid[] Others(InteractionWrite write, Guid contact) =>
        [.. (write.OtherContactIds ?? []).Where(other => other != contact).Distinct()];

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

    /// <summary>
    /// One text whose key is lost, or which is damaged, must not hide the other interactions of its page: it is left out, and the
    /// interaction says so. Reading that interaction alone fails, so that nobody gets an ETag to replace a text that was not shown.
    /// </summary>
    private Interaction ReadListed(NpgsqlDataReader row)
    {
        try
        {
            return Read(row);
        }
        catch (CryptographicException exception)
        {
            LogUnreadable(logger, row.GetGuid(0), exception);
            return Read(row, body: null) with { BodyUnreadable = true };
        }
    }

    /// <exception cref="CryptographicException">The private text cannot be decrypted.</exception>
    private Interaction Read(NpgsqlDataReader row) =>
        Read(
            row,
            row.Bytes(7) is not { } cipher ? row.Text(6)
                : encryption.Decrypt(cipher, row.GetGuid(1), BodyContext) is { Length: > 0 } body ? body
                : null
        );

    private static Interaction Read(NpgsqlDataReader row, string? body)
    {
        // Empty if all participants are deleted.
        var people = row.GetFieldValue<Guid[]>(12);
        return new Interaction(
            row.GetGuid(0),
            people.Length > 0 ? people[0] : row.GetGuid(2),
            Kind(row.GetString(3)),
            row.Time(4),
            row.GetString(5),
            body,
            row.Int32(8),
            row.Bytes(7) is not null,
            row.Time(10),
            row.Time(11),
            people.Length > 0 ? people[1..] : []
        )
        {
            Version = row.GetInt64(9),
        };
    }

    [LoggerMessage(LogLevel.Error, "Interaction {Interaction} is listed without its private text, which cannot be decrypted")]
    private static partial void LogUnreadable(ILogger logger, Guid interaction, Exception exception);
}
