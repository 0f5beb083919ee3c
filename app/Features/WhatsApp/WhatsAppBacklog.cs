using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Operations;
using PmCrm.Contract;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>Counts each minute the messages by WhatsApp that should have been sent by now: an alert watches the number.</summary>
public sealed partial class WhatsAppBacklog(Database db, Metrics metrics, TimeProvider clock, ILogger<WhatsAppBacklog> logger) : IWorkSource
{
    /// <summary>As for mails.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        metrics.WhatsAppLate = await db.FirstOrDefault(
            $"select count(*) from whatsapp_outbox where status = 'queued' and created_at < {clock.GetUtcNow() - Late}",
            row => row.GetInt64(0),
            cancellationToken
        );
        if (metrics.WhatsAppLate > 0)
            LogLate(logger, metrics.WhatsAppLate);
        return false;
    }

    /// <summary>The platform's alert on undelivered messages counts this line: its text is part of the contract.</summary>
    [LoggerMessage(LogLevel.Error, AppContract.LateWhatsAppMessage + ": {Count} have waited for more than 15 minutes")]
    private static partial void LogLate(ILogger logger, long count);
}
