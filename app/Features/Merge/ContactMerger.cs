using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Merge;

/// <summary>The outcome of a merge: the result, or the reason why there is none.</summary>
/// <param name="TooLarge">The rules that the merged contact would violate; nothing was written.</param>
public sealed record MergeOutcome(WriteOutcome Outcome, MergeResponse? Result, IReadOnlyList<FieldError> TooLarge);

/// <summary>
/// Merges one contact into another in one transaction: the fields with <see cref="ContactMerge"/>, and all related data of the other
/// contact. The other contact stays as a deleted row that refers to the kept one.
/// </summary>
public sealed class ContactMerger(Database db, ContactStore contacts)
{
    private const string Undo = "dry_run";

    public Task<MergeOutcome> Merge(Guid owner, Guid id, Guid otherId, IfMatch match, bool dryRun, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                await session.TakeTurn(owner, cancellationToken);
                // Both are locked before their related data, in the common lock order.
                await session.Query(
                    $"""
                    select id from contacts where owner_id = {owner} and id = any({new[]
                    {
                        id,
                        otherId,
                    }}) and deleted_at is null order by id for update
                    """,
                    row => row.GetGuid(0),
                    cancellationToken
                );
                if (
                    await contacts.Find(session, owner, id, cancellationToken) is not { } kept
                    || await contacts.Find(session, owner, otherId, cancellationToken) is not { } other
                )
                    return Refused(WriteOutcome.NotFound);
                if (!match.Allows(kept.Version))
                    return Refused(WriteOutcome.Changed);

                var merged = ContactMerge.Join(kept, other);
                var lines = await DoubledRelationships(session, owner, id, otherId, cancellationToken);
                var fields = merged.Contact with { Notes = ContactMerge.Paragraphs([merged.Contact.Notes, .. lines]) };
                var errors = ContactRules.Check(fields);
                if (errors.Count > 0)
                    return new(WriteOutcome.Done, null, errors);

                // A dry run does everything and rolls back, so it reports exactly what would happen.
                await session.Savepoint(Undo, cancellationToken);
                var (outcome, _) = await contacts.Replace(session, owner, id, new IfMatch(kept.Version), fields, cancellationToken);
                if (outcome != WriteOutcome.Done)
                    return Refused(outcome);
                // Interactions in which the other took part are moved by a trigger, on the update that marks the other as merged.
                var shared = await session.FirstOrDefault(
                    $"select count(*)::int from interaction_contacts where owner_id = {owner} and contact_id = {otherId}",
                    row => row.GetInt32(0),
                    cancellationToken
                );
                var interactions = await session.Execute(
                    $"update interactions set contact_id = {id} where owner_id = {owner} and contact_id = {otherId}",
                    cancellationToken
                );
                var reminders = await session.Execute(
                    $"update reminders set contact_id = {id} where owner_id = {owner} and contact_id = {otherId}",
                    cancellationToken
                );
                await MoveFiles(session, owner, id, otherId, cancellationToken);
                var relationships = await MoveRelationships(session, owner, id, otherId, cancellationToken);
                await session.Execute(
                    $"""
                    update contacts k set last_interaction_at = greatest(k.last_interaction_at, o.last_interaction_at)
                    from contacts o where k.owner_id = {owner} and k.id = {id} and o.owner_id = {owner} and o.id = {otherId}
                    """,
                    cancellationToken
                );
                await session.Execute(
                    $"""
                    update contacts set deleted_at = coalesce(deleted_at, now()), merged_into = {id}, version = version + 1, updated_at = now()
                    where owner_id = {owner} and (id = {otherId} or merged_into = {otherId})
                    """,
                    cancellationToken
                );
                var result = (await contacts.Find(session, owner, id, cancellationToken))!;
                if (dryRun)
                    await session.RollbackTo(Undo, cancellationToken);
                return new MergeOutcome(
                    WriteOutcome.Done,
                    new(dryRun, result, merged.Conflicts, interactions + shared, relationships, reminders),
                    []
                );
            },
            cancellationToken
        );

    private static MergeOutcome Refused(WriteOutcome outcome) => new(outcome, null, []);

    /// <summary>
    /// Relationships that cannot be moved, as lines for the notes: those between the two contacts, and those that the kept contact already
    /// has with a different note.
    /// </summary>
    private static Task<List<string>> DoubledRelationships(
        TransactionSession session,
        Guid owner,
        Guid id,
        Guid otherId,
        CancellationToken cancellationToken
    ) =>
        session.Query(
            $"""
            select x.name, r.kind, r.note from relationships r
            join contacts x on x.owner_id = r.owner_id and x.id = r.related_contact_id
            left join relationships k on k.owner_id = r.owner_id and k.contact_id = {id}
                and k.related_contact_id = r.related_contact_id and k.kind = r.kind
            where r.owner_id = {owner} and r.contact_id = {otherId}
                and (r.related_contact_id = {id} or (k.id is not null and r.note is not null and r.note is distinct from k.note))
            order by x.name, r.kind
            """,
            row => $"Relationship to {row.GetString(0)}: {row.GetString(1)}{(row.Text(2) is { } note ? $" ({note})" : "")}",
            cancellationToken
        );

    /// <summary>
    /// If both contacts have a photo, the kept contact's stays; the other's stays with the other contact, and is erased with the account.
    /// </summary>
    private static async Task MoveFiles(TransactionSession session, Guid owner, Guid id, Guid otherId, CancellationToken cancellationToken)
    {
        await session.Execute(
            $"update attachments set contact_id = {id} where owner_id = {owner} and contact_id = {otherId}",
            cancellationToken
        );
        await session.Execute(
            $"""
            update contact_photos set contact_id = {id} where owner_id = {owner} and contact_id = {otherId}
                and not exists (select from contact_photos where owner_id = {owner} and contact_id = {id})
            """,
            cancellationToken
        );
    }

    private static async Task<int> MoveRelationships(
        TransactionSession session,
        Guid owner,
        Guid id,
        Guid otherId,
        CancellationToken cancellationToken
    )
    {
        await session.Execute(
            $"""
            delete from relationships where owner_id = {owner} and pair_id in (
                select r.pair_id from relationships r
                left join relationships k on k.owner_id = r.owner_id and k.contact_id = {id}
                    and k.related_contact_id = r.related_contact_id and k.kind = r.kind
                where r.owner_id = {owner} and r.contact_id = {otherId} and (r.related_contact_id = {id} or k.id is not null))
            """,
            cancellationToken
        );
        var moved = await session.Execute(
            $"update relationships set contact_id = {id} where owner_id = {owner} and contact_id = {otherId}",
            cancellationToken
        );
        await session.Execute(
            $"update relationships set related_contact_id = {id} where owner_id = {owner} and related_contact_id = {otherId}",
            cancellationToken
        );
        return moved;
    }
}
