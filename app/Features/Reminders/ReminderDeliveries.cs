using PmCrm.App.Jobs;
using PmCrm.App.Operations;

namespace PmCrm.App.Features.Reminders;

/// <summary>Delivers due reminders, in the worker: to the list that <c>GET /v1/reminders/delivered</c> returns, and by message.</summary>
public sealed class ReminderDeliveries(ReminderStore reminders, ReminderMessages messages, Metrics metrics, TimeProvider clock)
    : IWorkSource
{
    /// <summary>Number of rows locked at once: few, so that a killed worker delays little.</summary>
    private const int BatchSize = 50;

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        var delivered = await reminders.DeliverDue(clock.GetUtcNow(), BatchSize, cancellationToken, (session, owner, reminder) =>
            messages.Leave(session, owner, reminder, cancellationToken)
        );
        metrics.RemindersDelivered.Add(delivered);
        return delivered > 0;
    }
}
