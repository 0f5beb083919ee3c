using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.Operations;

namespace PmCrm.App.Features.Import;

/// <summary>Creates and updates the contacts of a confirmed import in one transaction of the worker: all of them or none.</summary>
public sealed class ImportJob(ImportRows stored, ContactStore contacts, Metrics metrics) : IJobHandler
{
    public const string JobKind = "import";

    public string Kind => JobKind;

    public async Task Run(Job job, TransactionSession session, CancellationToken cancellationToken)
    {
        var (created, updated, skipped) = (0, 0, 0);
        var hasPhotos = await ImportPhotos.Any(session, job.OwnerId, job.SubjectId, cancellationToken);
        for (var line = 0; ; )
        {
            var rows = await stored.Contacts(session, job.OwnerId, job.SubjectId, line, cancellationToken);
            if (rows.Count == 0)
                break;
            var added = new List<ConfirmedRow>();
            var written = new List<(int Line, Guid Contact)>();
            foreach (var row in rows)
            {
                if (row.Action == ImportAction.Skip)
                    skipped++;
                else if (row.Action == ImportAction.Update && await TryUpdate(session, job.OwnerId, row, cancellationToken))
                {
                    updated++;
                    written.Add((row.Line, row.MatchId!.Value));
                }
                else
                    added.Add(row);
            }
            var ids = await contacts.InsertAll(session, job.OwnerId, [.. added.Select(row => row.Contact)], cancellationToken);
            written.AddRange(added.Zip(ids, (row, id) => (row.Line, id)));
            if (hasPhotos)
                await ImportPhotos.Release(session, job.OwnerId, job.SubjectId, written, cancellationToken);
            created += added.Count;
            line = rows[^1].Line;
        }
        if (hasPhotos)
            await ImportPhotos.DropOthers(session, job.OwnerId, job.SubjectId, cancellationToken);
        await session.Execute(
            $"""
            update imports set status = 'done', imported_count = {created}, updated_count = {updated}, skipped_count = {skipped},
                finished_at = clock_timestamp()
            where owner_id = {job.OwnerId} and id = {job.SubjectId}
            """,
            cancellationToken
        );
        // The rows are contacts now.
        await session.Execute($"delete from import_rows where owner_id = {job.OwnerId} and import_id = {job.SubjectId}", cancellationToken);
        metrics.ContactsCreated.Add(created);
    }

    /// <returns>False if the contact no longer exists: then the row becomes a new contact.</returns>
    private async Task<bool> TryUpdate(TransactionSession session, Guid owner, ConfirmedRow row, CancellationToken cancellationToken)
    {
        if (row.MatchId is not { } id || await contacts.Find(session, owner, id, cancellationToken, locked: true) is not { } current)
            return false;
        var fields = ContactUpdate.Apply(current.FieldsOnly(), row.Contact);
        var (outcome, _) = await contacts.Replace(session, owner, id, new IfMatch(current.Version), fields, cancellationToken);
        return outcome == WriteOutcome.Done;
    }

    public Task GiveUp(Job job, TransactionSession session, CancellationToken cancellationToken) =>
        session.Execute(
            $"""
            update imports set status = 'failed', finished_at = clock_timestamp() where owner_id = {job.OwnerId} and id = {job.SubjectId}
            """,
            cancellationToken
        );
}
