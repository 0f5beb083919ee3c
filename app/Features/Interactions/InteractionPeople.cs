using PmCrm.App.Data;

namespace PmCrm.App.Features.Interactions;

/// <summary>
/// The participants of an interaction: its first contact and the others. Deleted contacts stay participants but are not shown.
/// </summary>
internal static class InteractionPeople
{
    /// <summary>
    /// The ids of the participants of <c>interactions i</c>, with their position: 0 for the first, 1 for each of the others.
    /// </summary>
    public static Sql All =>
        Sql.Of(
            $"""
            (select i.contact_id, 0 as place union all
             select x.contact_id, 1 from interaction_contacts x where x.owner_id = i.owner_id and x.interaction_id = i.id)
            """
        );

    /// <summary>
    /// A FROM clause with the participants <c>c</c> of <c>interactions i</c> that are not deleted, the first one first: <c>c.id</c> and
    /// <c>c.name</c>.
    /// </summary>
    /// <remarks>
    /// Each name is a scalar subquery, which PostgreSQL looks up by the unique index. It would be free to make a hash join of a join, and
    /// does where most accounts are small: then it reads all contacts of a large account for each interaction.
    /// </remarks>
    public static Sql Shown =>
        Sql.Of(
            $"""
            from (select p.contact_id as id, p.place, (
                      select c.name from contacts c
                      where c.owner_id = i.owner_id and c.id = p.contact_id and c.deleted_at is null) as name
                  from {All} p offset 0) as c
            where c.name is not null order by c.place, c.id
            """
        );

    /// <summary>
    /// Whether all participants of <c>interactions i</c> are deleted. The owner's deleted contacts, which are few, are read once; the other
    /// participants only of an interaction whose first contact is one of them.
    /// </summary>
    public static Sql IsHidden(Guid owner) =>
        Sql.Of(
            $"""
            (i.contact_id = any(array(select c.id from contacts c where c.owner_id = {owner} and c.deleted_at is not null))
                and (select true from interaction_contacts x
                     where x.owner_id = {owner} and x.interaction_id = i.id and (
                         select c.deleted_at is null from contacts c where c.owner_id = {owner} and c.id = x.contact_id)
                     limit 1) is null)
            """
        );

    /// <summary>Whether a contact is a participant of <c>interactions i</c>.</summary>
    public static Sql Have(Guid owner, Guid contact) =>
        Sql.Of(
            $"""
            (i.contact_id = {contact} or i.id = any(array(
                select x.interaction_id from interaction_contacts x where x.owner_id = {owner} and x.contact_id = {contact})))
            """
        );

    /// <summary>Whether a participant of <c>interactions i</c> has the tag of this name.</summary>
    public static Sql HaveTag(Guid owner, string tag) =>
        Sql.Of(
            $"""
            i.id in (
                select o.id from interactions o where o.owner_id = {owner} and o.contact_id = {AnyTagged(owner, tag)}
                union all
                select x.interaction_id from interaction_contacts x where x.owner_id = {owner} and x.contact_id = {AnyTagged(owner, tag)})
            """
        );

    private static Sql AnyTagged(Guid owner, string tag) =>
        Sql.Of(
            $"""
            any(array(select ct.contact_id from contact_tags ct where ct.owner_id = {owner} and ct.tag_id = any(array(
                select t.id from tags t where t.owner_id = {owner} and lower(t.name) = lower({tag})))))
            """
        );

    /// <summary>Locks contacts in the common lock order.</summary>
    /// <returns>The contacts that are not deleted.</returns>
    /// <remarks>
    /// Writers lock the contacts before their interactions, so that each sees the previous one's changes, and no deadlock occurs. It is not
    /// a full lock: rows that refer to a contact may be added and removed in the meantime.
    /// </remarks>
    public static async Task<HashSet<Guid>> Lock(
        TransactionSession session,
        Guid owner,
        IEnumerable<Guid> contacts,
        CancellationToken cancellationToken
    )
    {
        var rows = await session.Query(
            $"""
            select id, deleted_at is null from contacts where owner_id = {owner} and id = any({contacts.Distinct().ToArray()})
            order by id for no key update
            """,
            row => (Id: row.GetGuid(0), IsThere: row.GetBoolean(1)),
            cancellationToken
        );
        return [.. rows.Where(row => row.IsThere).Select(row => row.Id)];
    }

    /// <summary>
    /// Locks all participants of an interaction, and others. Another writer may change the participants while this waits for a lock. So
    /// they are read again under the lock, until all of them are locked. If that leads to a deadlock,
    /// <see cref="Database.InTransaction{T}"/> runs the work again.
    /// </summary>
    /// <returns>Its participants as <see cref="Of"/> returns them, and those of all contacts that are not deleted.</returns>
    public static async Task<(List<Guid> Known, HashSet<Guid> There)> LockAll(
        TransactionSession session,
        Guid owner,
        Guid contact,
        Guid id,
        IReadOnlyList<Guid> others,
        CancellationToken cancellationToken
    )
    {
        var locked = new HashSet<Guid>();
        var there = new HashSet<Guid>();
        var known = await Of(session, owner, contact, id, cancellationToken);
        while (known.Union(others).Except(locked).ToList() is { Count: > 0 } missing)
        {
            there.UnionWith(await Lock(session, owner, missing, cancellationToken));
            locked.UnionWith(missing);
            known = await Of(session, owner, contact, id, cancellationToken);
        }
        return (known, there);
    }

    /// <summary>
    /// All participants of an interaction in which a contact took part, the first one first, deleted or not; empty if there is no such
    /// interaction.
    /// </summary>
    public static async Task<List<Guid>> Of(
        TransactionSession session,
        Guid owner,
        Guid contact,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        await session.Query(
            $"""
            select p.contact_id from interactions i cross join lateral {All} p
            where i.owner_id = {owner} and i.id = {id} and {Have(owner, contact)} order by p.place, p.contact_id
            """,
            row => row.GetGuid(0),
            cancellationToken
        );

    /// <summary>Replaces the other participants. Triggers update the last interaction of each.</summary>
    public static async Task SetOthers(TransactionSession session, Guid owner, Guid id, Guid[] others, CancellationToken cancellationToken)
    {
        await session.Execute(
            $"delete from interaction_contacts where owner_id = {owner} and interaction_id = {id} and contact_id <> all({others})",
            cancellationToken
        );
        await session.Execute(
            $"""
            insert into interaction_contacts (owner_id, interaction_id, contact_id)
            select {owner}, {id}, contact from unnest({others}) as contact order by contact on conflict do nothing
            """,
            cancellationToken
        );
    }

    public static Task<int> FollowLastInteraction(
        TransactionSession session,
        Guid owner,
        Guid contact,
        CancellationToken cancellationToken
    ) => session.Execute($"select pmcrm_follow_last_interaction({owner}, {contact})", cancellationToken);
}
