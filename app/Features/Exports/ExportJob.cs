using PmCrm.App.Data;
using PmCrm.App.Features.Me;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Exports;

/// <summary>
/// Writes the file of an export in the worker's one transaction, part by part: a worker that dies leaves none of it. The account is read on
/// a connection of its own, as it was when the reading began.
/// </summary>
public sealed class ExportJob(ExportStore exports, AccountExport account) : IJobHandler
{
    public const string JobKind = "export";

    public string Kind => JobKind;

    public async Task Run(Job job, TransactionSession session, CancellationToken cancellationToken)
    {
        if (await ExportStore.Wanted(session, job.OwnerId, job.SubjectId, cancellationToken) is not { } format)
            return;

        await using var file = new PartStream(ExportStore.PartSize, (part, content) =>
            exports.AddPart(session, job.OwnerId, job.SubjectId, part, content.Span, cancellationToken)
        );
        await (
            format == ExportFormat.Json
                ? account.WriteJson(job.OwnerId, file, cancellationToken)
                : account.WriteVCards(job.OwnerId, file, cancellationToken)
        );
        await file.Complete();
        await ExportStore.Finish(session, job.OwnerId, job.SubjectId, file.Size, cancellationToken);
    }

    public Task GiveUp(Job job, TransactionSession session, CancellationToken cancellationToken) =>
        ExportStore.Fail(session, job.OwnerId, job.SubjectId, cancellationToken);
}
