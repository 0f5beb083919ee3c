using PmCrm.App.Data;
using PmCrm.App.Features.Me;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Exports;

/// <summary>
/// Writes the file of an export part by part: to object storage if it is configured, otherwise into the database in the worker's one
/// transaction. If a worker dies, nothing of it is left. The account is read on a separate connection, as a snapshot from the start of the
/// reading.
/// </summary>
public class ExportJob(ExportStore exports, ExportObjects objects, AccountExport account) : IJobHandler
{
    public const string JobKind = "export";

    public virtual string Kind => JobKind;

    public async Task Run(Job job, TransactionSession session, CancellationToken cancellationToken)
    {
        if (await ExportStore.Wanted(session, job.OwnerId, job.SubjectId, cancellationToken) is not { } format)
            return;

        if (objects.AreOn)
        {
            var (objectId, size) = await objects.Write(session, job.OwnerId, job.SubjectId, Write, cancellationToken);
            await ExportStore.Finish(session, job.OwnerId, job.SubjectId, size, objectId, cancellationToken);
            return;
        }
        await using var file = new PartStream(ExportStore.PartSize, (part, content) =>
            exports.AddPart(session, job.OwnerId, job.SubjectId, part, content.Span, cancellationToken)
        );
        await Write(file);
        await file.Complete();
        await ExportStore.Finish(session, job.OwnerId, job.SubjectId, file.Size, objectId: null, cancellationToken);

        Task Write(Stream to) => account.Write(job.OwnerId, format, to, cancellationToken);
    }

    public Task GiveUp(Job job, TransactionSession session, CancellationToken cancellationToken) =>
        ExportStore.Fail(session, job.OwnerId, job.SubjectId, cancellationToken);
}

/// <summary>An export in a format that earlier versions do not know and would write wrongly. They ignore jobs of this kind.</summary>
public sealed class ContactFileJob(ExportStore exports, ExportObjects objects, AccountExport account) : ExportJob(exports, objects, account)
{
    public new const string JobKind = "export-contacts";

    public override string Kind => JobKind;
}
