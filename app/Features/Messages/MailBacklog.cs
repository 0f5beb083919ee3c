using PmCrm.App.Data;
using PmCrm.App.Operations;
using PmCrm.Contract;

namespace PmCrm.App.Features.Messages;

/// <summary>Counts late mails: see <see cref="OutboxBacklog"/>.</summary>
public sealed partial class MailBacklog(Database db, Metrics metrics, TimeProvider clock, ILogger<MailBacklog> logger)
    : OutboxBacklog(db, clock)
{
    protected override Sql Table { get; } = Sql.Of($"mail_outbox");

    protected override void Measure(long late) => metrics.MailsLate = late;

    protected override void Log(long late) => LogLate(logger, late);

    [LoggerMessage(LogLevel.Error, AppContract.LateMailsMessage + ": {Count} have waited for more than 15 minutes")]
    private static partial void LogLate(ILogger logger, long count);
}
