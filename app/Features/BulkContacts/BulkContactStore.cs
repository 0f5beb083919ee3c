using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Tags;
using PmCrm.App.Http;

namespace PmCrm.App.Features.BulkContacts;

/// <summary>Changes many contacts in one transaction: all of them, or none if one does not exist.</summary>
public sealed class BulkContactStore
{
    /// <param name="edit">The changes, with normalized and validated texts and tags.</param>
    public async Task<(AssignOutcome Outcome, BulkResponse? Done)> Edit(
        TransactionSession session,
        Guid owner,
        BulkEditRequest edit,
        CancellationToken cancellationToken
    )
    {
        var ids = edit.ContactIds.Distinct().ToArray();
        if (!await ManyContacts.Lock(session, owner, ids, cancellationToken))
            return (AssignOutcome.NotFound, null);
        var assigned = await TagAssignment.Make(session, owner, ids, edit.AddTags, edit.RemoveTags, cancellationToken);
        if (assigned.Outcome != AssignOutcome.Done)
            return (assigned.Outcome, null);
        var set = await ManyContacts.Set(session, owner, ids, (edit.Company, edit.Department, edit.JobTitle), cancellationToken);
        Guid[] changed = [.. assigned.Changed.Union(set)];
        await ManyContacts.Touch(session, owner, changed, cancellationToken);
        return (AssignOutcome.Done, await Answer(session, owner, ids, changed.Length, cancellationToken));
    }

    /// <returns>Null if one of the contacts does not exist.</returns>
    public async Task<BulkResponse?> Delete(
        TransactionSession session,
        Guid owner,
        IReadOnlyList<Guid> contacts,
        CancellationToken cancellationToken
    )
    {
        var ids = contacts.Distinct().ToArray();
        if (!await ManyContacts.Lock(session, owner, ids, cancellationToken))
            return null;
        var deleted = await ManyContacts.Delete(session, owner, ids, cancellationToken);
        return await Answer(session, owner, ids, deleted, cancellationToken);
    }

    private static async Task<BulkResponse> Answer(
        TransactionSession session,
        Guid owner,
        Guid[] ids,
        int changed,
        CancellationToken cancellationToken
    )
    {
        var versions = await ManyContacts.Versions(session, owner, ids, cancellationToken);
        return new(changed, [.. versions.Select(one => new BulkContact(one.Id, EntityTags.Of(one.Version)))]);
    }
}
