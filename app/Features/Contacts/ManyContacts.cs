using PmCrm.App.Data;

namespace PmCrm.App.Features.Contacts;

/// <summary>Operations on many contacts at once, with the same order and effects as one after the other.</summary>
internal static class ManyContacts
{
    /// <summary>Locks contacts that are not deleted, in the common lock order.</summary>
    /// <param name="ids">Without duplicates.</param>
    /// <returns>Whether all of them exist.</returns>
    public static async Task<bool> Lock(DatabaseSession session, Guid owner, Guid[] ids, CancellationToken cancellationToken)
    {
        var found = await session.Query(
            $"select id from contacts where owner_id = {owner} and id = any({ids}) and deleted_at is null order by id for update",
            row => row.GetGuid(0),
            cancellationToken
        );
        return found.Count == ids.Length;
    }

    /// <summary>Gives contacts a new version because their related data changed.</summary>
    public static Task<int> Touch(DatabaseSession session, Guid owner, Guid[] ids, CancellationToken cancellationToken) =>
        session.Execute(
            $"update contacts set version = version + 1, updated_at = now() where owner_id = {owner} and id = any({ids})",
            cancellationToken
        );

    /// <summary>Hides contacts like <see cref="ContactStore.Delete"/> does for one; the caller has locked them.</summary>
    public static Task<int> Delete(DatabaseSession session, Guid owner, Guid[] ids, CancellationToken cancellationToken) =>
        session.Execute(
            $"update contacts c set {ContactStore.Deletion} where c.owner_id = {owner} and c.id = any({ids}) and c.deleted_at is null",
            cancellationToken
        );

    /// <summary>
    /// Sets the values that are not null; an empty string clears the field. Contacts that already have the value do not change.
    /// </summary>
    /// <returns>The contacts that changed.</returns>
    public static Task<List<Guid>> Set(
        DatabaseSession session,
        Guid owner,
        Guid[] ids,
        (string? Company, string? Department, string? JobTitle) values,
        CancellationToken cancellationToken
    ) =>
        session.Query(
            $"""
            update contacts c set company = new.company, department = new.department, job_title = new.job_title
            from (select id, nullif(coalesce({values.Company}, company), '') as company,
                    nullif(coalesce({values.Department}, department), '') as department,
                    nullif(coalesce({values.JobTitle}, job_title), '') as job_title
                  from contacts where owner_id = {owner} and id = any({ids})) as new
            where c.owner_id = {owner} and c.id = new.id
                and (c.company, c.department, c.job_title) is distinct from (new.company, new.department, new.job_title)
            returning c.id
            """,
            row => row.GetGuid(0),
            cancellationToken
        );

    /// <summary>The versions of contacts, deleted or not.</summary>
    public static Task<List<(Guid Id, long Version)>> Versions(
        DatabaseSession session,
        Guid owner,
        Guid[] ids,
        CancellationToken cancellationToken
    ) =>
        session.Query(
            $"select id, version from contacts where owner_id = {owner} and id = any({ids}) order by id",
            row => (row.GetGuid(0), row.GetInt64(1)),
            cancellationToken
        );
}
