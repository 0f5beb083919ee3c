using System.Globalization;
using PmCrm.App.Data;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Contacts;

/// <summary>The order of a list of contacts.</summary>
public enum ContactOrder
{
    /// <summary>By name, ignoring case.</summary>
    Name,

    /// <summary>The latest interaction first, contacts without any last.</summary>
    LastInteraction,
}

/// <summary>
/// Keyset pages of contacts: a page starts after the last row of the previous one, so that rows added or removed elsewhere cause no
/// duplicates or gaps.
/// </summary>
public sealed class ContactList(Database db)
{
    public async Task<Page<ContactSummary>> Page(
        Guid owner,
        ContactFilter filter,
        ContactOrder order,
        ContactPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var read = 0;
        var rows = await db.Query(
            $"""
            select c.id, c.name, c.emails, c.company, c.job_title, {ContactStore.TagNames}, c.last_interaction_at, c.created_at, c.updated_at,
                c.deleted_at, c.version, c.sort_name
            from contacts c
            where c.owner_id = {owner} and {filter.Condition(owner)}
            {(after is null ? Sql.Empty : After(order, after))}
            order by {(order == ContactOrder.Name ? Sql.Of($"c.sort_name, c.id") : Sql.Of($"c.last_interaction_at desc nulls last, c.id"))}
            limit {limit + 1}
            """,
            row => new ContactSummary
            {
                Id = row.GetGuid(0),
                Name = row.GetString(1),
                Emails = row.Texts(2),
                Company = row.Text(3),
                JobTitle = row.Text(4),
                Tags = row.Texts(5),
                LastInteractionAt = row.TimeOrNull(6),
                CreatedAt = row.Time(7),
                UpdatedAt = row.Time(8),
                DeletedAt = row.TimeOrNull(9),
                Etag = EntityTags.Of(row.GetInt64(10)),
                // Only the cursor needs it, which is that of the page's last row.
                SortName = ++read == limit ? row.GetString(11) : "",
            },
            cancellationToken
        );
        return Http.Page.Of(rows, limit, last => ContactPosition.Of(order, last));
    }

    /// <summary>Number of contacts that match the filter, counted up to <paramref name="max"/>.</summary>
    public Task<int> Count(Guid owner, ContactFilter filter, int max, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select count(*)::int from (select from contacts c where c.owner_id = {owner} and {filter.Condition(owner)} limit {max}) as found",
            row => row.GetInt32(0),
            cancellationToken
        );

    private static Sql After(ContactOrder order, ContactPosition after) =>
        (order, after.Interaction) switch
        {
            (ContactOrder.Name, _) => Sql.Of($"and (c.sort_name, c.id) > ({after.SortName}, {after.Id})"),
            (_, { } time) => Sql.Of(
                $"""
                and (c.last_interaction_at < {time} or (c.last_interaction_at = {time} and c.id > {after.Id}) or c.last_interaction_at is null)
                """
            ),
            _ => Sql.Of($"and c.last_interaction_at is null and c.id > {after.Id}"),
        };
}

/// <summary>The position after which a page starts: this contact.</summary>
public sealed record ContactPosition(Guid Id, string SortName, DateTimeOffset? Interaction)
{
    internal static Cursor Of(ContactOrder order, ContactSummary last) =>
        order == ContactOrder.Name
            ? new(Name(order), last.SortName, last.Id)
            : new(Name(order), last.LastInteractionAt?.ToString("O", CultureInfo.InvariantCulture), last.Id);

    /// <returns>False if the text is not a cursor of this order.</returns>
    internal static bool TryParse(string text, ContactOrder order, out ContactPosition? position)
    {
        position = null;
        if (!Cursor.TryParse(text, Name(order), out var cursor))
            return false;
        if (order == ContactOrder.Name)
        {
            position = new(cursor.Id, cursor.Key ?? "", null);
            return cursor.Key is not null;
        }
        DateTimeOffset? time = null;
        if (cursor.Key is not null)
        {
            if (!DateTimeOffset.TryParseExact(cursor.Key, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
                return false;
            time = parsed;
        }
        position = new(cursor.Id, "", time);
        return true;
    }

    private static string Name(ContactOrder order) => order == ContactOrder.Name ? "contacts:name" : "contacts:last-interaction";
}
