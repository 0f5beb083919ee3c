using PmCrm.App.Data;

namespace PmCrm.App.Features.Interactions;

/// <summary>The people of an interaction: its first contact and the others. The deleted keep their place and are not shown.</summary>
internal static class InteractionPeople
{
    /// <summary>The ids of the people of <c>interactions i</c>, with their place: 0 is the first, 1 each of the others.</summary>
    public static Sql All =>
        Sql.Of(
            $"""
            (select i.contact_id, 0 as place union all
             select x.contact_id, 1 from interaction_contacts x where x.owner_id = i.owner_id and x.interaction_id = i.id)
            """
        );

    /// <summary>The contacts <c>c</c> of <c>interactions i</c> that are not deleted, to select from, the first first.</summary>
    public static Sql Shown =>
        Sql.Of(
            $"""
            from {All} p join contacts c on c.owner_id = i.owner_id and c.id = p.contact_id
            where c.deleted_at is null order by p.place, p.contact_id
            """
        );

    /// <summary>Whether everybody of <c>interactions i</c> is deleted: the few deleted contacts are asked for, not the others.</summary>
    public static Sql IsHidden =>
        Sql.Of(
            $"""
            (exists (select from contacts c where c.owner_id = i.owner_id and c.id = i.contact_id and c.deleted_at is not null)
                and not exists (
                    select from interaction_contacts x join contacts c on c.owner_id = x.owner_id and c.id = x.contact_id
                    where x.owner_id = i.owner_id and x.interaction_id = i.id and c.deleted_at is null))
            """
        );

    /// <summary>Whether a contact is among the people of <c>interactions i</c>.</summary>
    public static Sql Have(Guid owner, Guid contact) =>
        Sql.Of(
            $"""
            (i.contact_id = {contact} or i.id = any(array(
                select x.interaction_id from interaction_contacts x where x.owner_id = {owner} and x.contact_id = {contact})))
            """
        );

    /// <summary>Whether one of the people of <c>interactions i</c> has the tag of this name.</summary>
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

    /// <summary>Locks contacts in one order, as whoever writes to several does.</summary>
    /// <returns>Those that are not deleted.</returns>
    /// <remarks>
    /// Writers lock the contacts before their interactions: each sees what the previous one wrote, and none waits for another that waits
    /// for it. Not a full lock: rows that refer to a contact may come and go meanwhile.
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
    /// Locks everybody of an interaction, and others. Who changes its people while this waits for one of them has changed them before: so
    /// they are read again under the lock, until nobody is in it who is not locked. Two that then wait for each other are done anew by
    /// <see cref="Database.InTransaction{T}"/>.
    /// </summary>
    /// <returns>Its people as <see cref="Of"/> has them, and those of all that are not deleted.</returns>
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

    /// <summary>Everybody of an interaction that a contact is in, the first first, deleted or not; empty where there is none.</summary>
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

    /// <summary>Makes these the others. Triggers bring the last interaction of each up to date.</summary>
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
