using PmCrm.App.Data;

namespace PmCrm.App.Features.Reminders;

/// <summary>Filters a list of reminders: a reminder must meet every condition that is set.</summary>
/// <param name="State">open, overdue, completed, snoozed or delivered; null for all.</param>
/// <param name="From">At or after this time, see <see cref="Reminder.ListedAt"/>.</param>
/// <param name="To">Before this time.</param>
/// <param name="Contact">About this contact.</param>
public sealed record ReminderFilter(string? State, DateTimeOffset? From, DateTimeOffset? To, Guid? Contact)
{
    private static Sql OpenDelivery =>
        Sql.Of(
            $"""
            exists (select from reminder_deliveries d
                    where d.owner_id = reminders.owner_id and d.reminder_id = reminders.id and d.completed_at is null)
            """
        );

    private static Sql Delivery =>
        Sql.Of($"exists (select from reminder_deliveries d where d.owner_id = reminders.owner_id and d.reminder_id = reminders.id)");

    internal Sql InState =>
        State switch
        {
            "open" => Sql.Of($"and status = 'active'"),
            "overdue" => Sql.Of($"and status = 'active' and (next_at <= now() or {OpenDelivery})"),
            "completed" => Sql.Of($"and status = 'completed'"),
            "snoozed" => Sql.Of($"and status = 'active' and next_at > occurrence_at"),
            "delivered" => Sql.Of($"and {Delivery}"),
            _ => Sql.Empty,
        };
}
