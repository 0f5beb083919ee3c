using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Operations;
using PmCrm.Contract;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>Counts late WhatsApp messages: see <see cref="OutboxBacklog"/>.</summary>
public sealed partial class WhatsAppBacklog(Database db, Metrics metrics, TimeProvider clock, ILogger<WhatsAppBacklog> logger)
    : OutboxBacklog(db, clock)
{
    protected override Sql Table { get; } = Sql.Of($"whatsapp_outbox");

    protected override void Measure(long late) => metrics.WhatsAppLate = late;

    protected override void Log(long late) => LogLate(logger, late);

    [LoggerMessage(LogLevel.Error, AppContract.LateWhatsAppMessage + ": {Count} have waited for more than 15 minutes")]
    private static partial void LogLate(ILogger logger, long count);
}
