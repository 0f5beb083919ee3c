using PmCrm.App.Data;

namespace PmCrm.App.Features.Contacts;

/// <summary>Tags by their names, which are unique ignoring case.</summary>
internal static class ContactTags
{
    /// <summary>
    /// The tags with these names, in the order of their names; missing ones are created. They are locked until the end of the transaction.
    /// </summary>
    public static async Task<List<(Guid Id, string Name)>> Ensure(
        DatabaseSession session,
        Guid owner,
        IReadOnlyList<string> names,
        CancellationToken cancellationToken
    )
    {
        var ordered = names.Order(StringComparer.Ordinal).ToArray();
        if (ordered.Length == 0)
            return [];
        while (true)
        {
            var ids = ordered.Select(_ => Guid.CreateVersion7()).ToArray();
            // In a fixed order, so that two requests that create the same tags wait for each other instead of deadlocking.
            await session.Execute(
                $"""
                insert into tags (id, owner_id, name)
                select id, {owner}, name from unnest({ids}, {ordered}) as new (id, name) order by lower(name)
                on conflict (owner_id, lower(name)) do nothing
                """,
                cancellationToken
            );
            var tags = await session.Query(
                $"""
                select id, name, (select count(distinct lower(name)) from unnest({ordered}) as name) from tags
                where owner_id = {owner} and lower(name) in (select lower(name) from unnest({ordered}) as name)
                order by lower(name) for key share
                """,
                row => (Id: row.GetGuid(0), Name: row.GetString(1), Wanted: row.GetInt64(2)),
                cancellationToken
            );
            // A tag that was merged into another after it was found is created again.
            if (tags.Count > 0 && tags.Count == tags[0].Wanted)
                return [.. tags.Select(tag => (tag.Id, tag.Name))];
        }
    }

    /// <summary>Adds tags to contacts; missing tags are created.</summary>
    public static async Task Assign(
        DatabaseSession session,
        Guid owner,
        IReadOnlyList<(Guid Contact, string Tag)> tagged,
        CancellationToken cancellationToken
    )
    {
        if (tagged.Count == 0)
            return;
        await Ensure(session, owner, [.. tagged.Select(one => one.Tag).Distinct(StringComparer.Ordinal)], cancellationToken);
        await session.Execute(
            $"""
            insert into contact_tags (owner_id, contact_id, tag_id)
            select {owner}, wanted.contact, t.id
            from unnest({tagged.Select(one => one.Contact).ToArray()}, {tagged.Select(one => one.Tag).ToArray()}) as wanted (contact, name)
            join tags t on t.owner_id = {owner} and lower(t.name) = lower(wanted.name)
            on conflict do nothing
            """,
            cancellationToken
        );
    }
}
