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

    public async Task Run(Job job, TransactionSession session, CancellationToken stop)
    {
        if (await ExportStore.Wanted(session, job.OwnerId, job.SubjectId, stop) is not { } format) return;

        await using var file = new PartStream(
            ExportStore.PartSize, (part, content) => exports.AddPart(session, job.OwnerId, job.SubjectId, part, content.Span, stop));
        await (format == ExportFormat.Json ? account.WriteJson(job.OwnerId, file, stop) : account.WriteVCards(job.OwnerId, file, stop));
        await file.Complete();
        await ExportStore.Finish(session, job.OwnerId, job.SubjectId, file.Size, stop);
    }

    public Task GiveUp(Job job, TransactionSession session, CancellationToken stop) =>
        ExportStore.Fail(session, job.OwnerId, job.SubjectId, stop);
}
