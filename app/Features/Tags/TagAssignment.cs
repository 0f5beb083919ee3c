using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Tags;

/// <summary>The outcome of adding and removing tags of contacts.</summary>
public enum AssignOutcome
{
    Done,

    /// <summary>One of the contacts does not exist.</summary>
    NotFound,

    /// <summary>A contact would have more than <see cref="ContactLimits.Tags"/>.</summary>
    TooMany,
}

/// <param name="Changed">The contacts whose tags changed.</param>
public sealed record TagAssignment(AssignOutcome Outcome, Guid[] Changed)
{
    private const string Undo = "assign";

    /// <summary>The error message if a contact would have too many tags.</summary>
    public static string TooManyDetail => $"A contact would have more than {ContactLimits.Tags} tags. Nothing was changed.";

    /// <summary>
    /// Adds and removes tags of contacts that the caller has locked: all changes, or none if one contact would have too many tags. The
    /// caller gives the changed contacts a new version.
    /// </summary>
    internal static async Task<TagAssignment> Make(
        TransactionSession session,
        Guid owner,
        Guid[] contacts,
        IReadOnlyList<string> add,
        IReadOnlyList<string> remove,
        CancellationToken cancellationToken
    )
    {
        await session.Savepoint(Undo, cancellationToken);
        var changed = new HashSet<Guid>();
        if (add.Count > 0)
        {
            var tags = await ContactTags.Ensure(session, owner, add, cancellationToken);
            changed.UnionWith(
                await session.Query(
                    $"""
                    insert into contact_tags (owner_id, contact_id, tag_id)
                    select {owner}, contact, tag from unnest({contacts}) as contact, unnest({tags.Select(tag => tag.Id).ToArray()}) as tag
                    on conflict do nothing returning contact_id
                    """,
                    row => row.GetGuid(0),
                    cancellationToken
                )
            );
        }
        if (remove.Count > 0)
            changed.UnionWith(
                await session.Query(
                    $"""
                    delete from contact_tags where owner_id = {owner} and contact_id = any({contacts}) and tag_id in
                        (select id from tags where owner_id = {owner} and lower(name) in (select lower(name) from unnest({remove.ToArray()}) as name))
                    returning contact_id
                    """,
                    row => row.GetGuid(0),
                    cancellationToken
                )
            );
        if (add.Count == 0 || !await HasTooMany(session, owner, contacts, cancellationToken))
            return new(AssignOutcome.Done, [.. changed]);
        await session.RollbackTo(Undo, cancellationToken);
        return new(AssignOutcome.TooMany, []);
    }

    private static Task<bool> HasTooMany(TransactionSession session, Guid owner, Guid[] contacts, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select true from contact_tags where owner_id = {owner} and contact_id = any({contacts})
            group by contact_id having count(*) > {ContactLimits.Tags} limit 1
            """,
            row => row.GetBoolean(0),
            cancellationToken
        );
}
