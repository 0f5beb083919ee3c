using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Reminders;

/// <summary>GET /reminders: reminders in any state.</summary>
internal static class ReminderListEndpoint
{
    public const string Description = """
        In the order of the time that a reminder stands for: when it comes due next, else when it was completed, else when it began. States:
        open is not completed; overdue is open, and an occurrence has come due that is not completed; completed; snoozed is put off and
        open; delivered has come due at least once. Reminders about deleted contacts are left out. Pages by keyset: follow next until it is
        null.
        """;

    public static async Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> List(
        CurrentUser user,
        ReminderStore store,
        CancellationToken cancellationToken,
        [
            Description("Only reminders in this state: open, overdue, completed, snoozed or delivered."),
            RegularExpression(ReminderFilter.States)
        ]
            string? state = null,
        [Description("Only reminders whose time is this or later.")] QueryTime? from = null,
        [Description("Only reminders whose time is before this.")] QueryTime? to = null,
        [Description("Only reminders about the contact of this id.")] Guid? contact = null,
        [Description("The next of the page before.")] string? cursor = null,
        [Description("How many reminders the page may have."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !ReminderStore.TryReadListCursor(cursor, out after))
            return Problems.InvalidCursor;
        var filter = new ReminderFilter(state, from?.Moment, to?.Moment, contact);
        return TypedResults.Ok(await store.List(user.Id, filter, after, limit, cancellationToken));
    }
}
