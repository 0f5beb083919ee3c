using PmCrm.App.Data;
using PmCrm.App.Features.Me;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Exports;

/// <summary>
/// Writes the file of an export, part by part: to object storage where that is configured, else into the database in the worker's one
/// transaction. A worker that dies leaves none of it. The account is read on a connection of its own, as it was when the reading began.
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

/// <summary>
/// An export in a format that versions before it do not know: they would write another one. They leave jobs of its kind alone.
/// </summary>
public sealed class ContactFileJob(ExportStore exports, ExportObjects objects, AccountExport account) : ExportJob(exports, objects, account)
{
    public new const string JobKind = "export-contacts";

    public override string Kind => JobKind;
}
