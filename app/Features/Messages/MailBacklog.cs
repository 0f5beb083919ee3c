using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Operations;
using PmCrm.Contract;

namespace PmCrm.App.Features.Messages;

/// <summary>Counts each minute the mails that should have been sent by now: an alert watches the number.</summary>
public sealed partial class MailBacklog(Database db, Metrics metrics, TimeProvider clock, ILogger<MailBacklog> logger) : IWorkSource
{
    /// <summary>Longer than the provider's bad moments, shorter than a person waits for a link.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        metrics.MailsLate = await db.FirstOrDefault(
            $"select count(*) from mail_outbox where status = 'queued' and created_at < {clock.GetUtcNow() - Late}",
            row => row.GetInt64(0),
            cancellationToken
        );
        if (metrics.MailsLate > 0)
            LogLate(logger, metrics.MailsLate);
        return false;
    }

    /// <summary>The platform's alert on undelivered messages counts this line: its text is part of the contract.</summary>
    [LoggerMessage(LogLevel.Error, AppContract.LateMailsMessage + ": {Count} have waited for more than 15 minutes")]
    private static partial void LogLate(ILogger logger, long count);
}
