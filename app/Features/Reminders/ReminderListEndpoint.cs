using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>GET /reminders: reminders in any state.</summary>
internal static class ReminderListEndpoint
{
    public const string Description = """
        Ordered by the reminder's time: the next due time, otherwise the completion, otherwise the start. States: open is not completed;
        overdue is open with an occurrence that came due and is not completed; completed; snoozed is open and snoozed; delivered came due at
        least once. Reminders about deleted contacts are left out. Pages by keyset: follow next until it is null.
        """;

    public static async Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> List(
        CurrentUser user,
        ReminderStore store,
        CancellationToken cancellationToken,
        [
            Description("Only reminders in this state: open, overdue, completed, snoozed or delivered."),
            OneOf("open", "overdue", "completed", "snoozed", "delivered")
        ]
            string? state = null,
        [Description("Only reminders with this time or a later one.")] QueryTime? from = null,
        [Description("Only reminders with an earlier time than this.")] QueryTime? to = null,
        [Description("Only reminders about the contact of this id.")] Guid? contact = null,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of reminders in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !ReminderStore.TryReadListCursor(cursor, out after))
            return Problems.InvalidCursor;
        var filter = new ReminderFilter(state, from?.Moment, to?.Moment, contact);
        return TypedResults.Ok(await store.List(user.Id, filter, after, limit, cancellationToken));
    }
}
