using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Jobs;
using PmCrm.App.Operations;

namespace PmCrm.App.Features.Import;

/// <summary>Creates the contacts of a confirmed import in the worker's one transaction: all of them, or none.</summary>
public sealed class ImportJob(ImportStore imports, ContactStore contacts, Metrics metrics) : IJobHandler
{
    public const string JobKind = "import";

    public string Kind => JobKind;

    public async Task Run(Job job, TransactionSession session, CancellationToken cancellationToken)
    {
        var imported = 0;
        for (var line = 0; ; )
        {
            var rows = await imports.Contacts(session, job.OwnerId, job.SubjectId, line, cancellationToken);
            if (rows.Count == 0)
                break;
            foreach (var (_, contact) in rows)
                await contacts.Insert(session, job.OwnerId, contact, cancellationToken);
            imported += rows.Count;
            line = rows[^1].Line;
        }
        await session.Execute(
            $"""
            update imports set status = 'done', imported_count = {imported}, finished_at = clock_timestamp()
            where owner_id = {job.OwnerId} and id = {job.SubjectId}
            """,
            cancellationToken
        );
        // The contacts are where they belong now.
        await session.Execute($"delete from import_rows where owner_id = {job.OwnerId} and import_id = {job.SubjectId}", cancellationToken);
        metrics.ContactsCreated.Add(imported);
    }

    public Task GiveUp(Job job, TransactionSession session, CancellationToken cancellationToken) =>
        session.Execute(
            $"""
            update imports set status = 'failed', finished_at = clock_timestamp() where owner_id = {job.OwnerId} and id = {job.SubjectId}
            """,
            cancellationToken
        );
}
