using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Reminders;

/// <summary>The worker's part: what is due is delivered, to the list that <c>GET /v1/reminders/delivered</c> reads.</summary>
public sealed class ReminderDeliveries(ReminderStore reminders, TimeProvider clock) : IWorkSource
{
    /// <summary>Rows locked at once: few enough that a killed worker holds nobody up.</summary>
    private const int BatchSize = 50;

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    public async Task<bool> DoNext(CancellationToken stop) => await reminders.DeliverDue(clock.GetUtcNow(), BatchSize, stop) > 0;
}
