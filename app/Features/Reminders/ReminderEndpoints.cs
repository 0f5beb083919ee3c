using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Reminders;

/// <summary>Reminders: single or recurring, about a contact or about none.</summary>
public static class ReminderEndpoints
{
    /// <summary>Maximum time for which a reminder can be snoozed.</summary>
    private static readonly TimeSpan MaxSnooze = TimeSpan.FromDays(366);

    /// <summary>Maximum age of a series' start, in years: its occurrences are counted from there each time.</summary>
    private const int MaxYearsAgo = 10;

    /// <summary>How far in the future a reminder may be, in years.</summary>
    private const int MaxYearsAhead = 100;

    private const string WriteExample = """
        {"title":"Call Anna","startsAt":"2026-12-31T09:00:00+01:00","note":"Her birthday",
         "timeZone":"Europe/Brussels","rrule":"FREQ=YEARLY"}
        """;

    private const string CreateDescription = """
        Single, or recurring by an RFC 5545 rule in the local time of its zone: 09:00 stays 09:00 when the clocks change. If the clocks skip
        its time, it comes later by the length of the gap; if its time occurs twice, it comes the first time (RFC 5545, 3.3.5).
        """;

    public static IServiceCollection AddReminders(this IServiceCollection services) =>
        services.AddSingleton<ReminderStore>().AddJson(ReminderJson.Default);

    public static RouteGroupBuilder MapReminders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Reminders");

        group
            .MapPost("/contacts/{contactId:guid}/reminders", AddAbout)
            .WithName("AddContactReminder")
            .WithSummary("Create a reminder about a contact")
            .WithDescription(CreateDescription)
            .WithEntityTag()
            .WithIdempotencyKey()
            .ProducesProblem(404)
            .WithExample(WriteExample);
        group
            .MapGet("/contacts/{contactId:guid}/reminders", ListAbout)
            .WithName("ListContactReminders")
            .WithSummary("List upcoming reminders about a contact")
            .ProducesProblem(404)
            .WithDescription("Earliest first. Pages by keyset: follow next until it is null.");
        group
            .MapPost("/reminders", Add)
            .WithName("AddReminder")
            .WithSummary("Create a reminder")
            .WithExample(WriteExample)
            .WithDescription(CreateDescription)
            .WithEntityTag()
            .WithIdempotencyKey();
        group
            .MapGet("/reminders", ReminderListEndpoint.List)
            .WithName("ListReminders")
            .WithSummary("List reminders by state and time")
            .WithDescription(ReminderListEndpoint.Description);
        group
            .MapGet("/reminders/upcoming", Upcoming)
            .WithName("ListUpcomingReminders")
            .WithSummary("List upcoming reminders")
            .WithDescription("Earliest first. Pages by keyset: follow next until it is null.");
        group
            .MapGet("/reminders/delivered", Delivered)
            .WithName("ListDeliveredReminders")
            .WithSummary("List reminders that came due")
            .WithDescription("Latest first. Pages by keyset: follow next until it is null.");
        group
            .MapGet("/reminders/{id:guid}", Find)
            .WithName("GetReminder")
            .WithSummary("Read a reminder")
            .ProducesProblem(404)
            .WithDescription("The ETag is needed to change, complete or delete it.")
            .WithEntityTag();
        group
            .MapPut("/reminders/{id:guid}", Replace)
            .WithName("ReplaceReminder")
            .WithSummary("Replace a reminder")
            .WithEntityTag()
            .WithDescription("Needs If-Match. Fields that are absent are cleared; the series starts again.")
            .ProducesProblem(404)
            .ProducesProblem(412)
            .ProducesProblem(428)
            .WithExample(WriteExample);
        group
            .MapDelete("/reminders/{id:guid}", Remove)
            .WithName("DeleteReminder")
            .WithSummary("Delete a reminder")
            .WithDescription("Needs If-Match. It cannot be restored.")
            .ProducesProblem(404)
            .ProducesProblem(412)
            .ProducesProblem(428);
        group
            .MapPost("/reminders/{id:guid}/complete", Complete)
            .WithName("CompleteReminder")
            .WithSummary("Complete a reminder's occurrence")
            .WithEntityTag()
            .WithDescription(
                "Completes all open occurrences that came due; if there are none, the next one. Needs If-Match, so that a retry "
                    + "does not complete another one."
            )
            .ProducesProblem(404)
            .ProducesProblem(412)
            .ProducesProblem(428);
        group
            .MapPost("/reminders/{id:guid}/snooze", Snooze)
            .WithName("SnoozeReminder")
            .WithSummary("Snooze a reminder")
            .WithEntityTag()
            .WithDescription("Needs If-Match. The latest open occurrence that came due comes due again; if there is none, the next one.")
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(412)
            .ProducesProblem(428);
        return group;
    }

    private static Task<Results<Created<Reminder>, ContentHttpResult, ProblemHttpResult>> AddAbout(
        Guid contactId,
        ReminderWrite write,
        CurrentUser user,
        ReminderStore store,
        IdempotentCreation creation,
        TimeProvider clock,
        HttpContext context,
        CancellationToken cancellationToken
    ) => Create(contactId, write, user, store, creation, clock, context, cancellationToken);

    private static Task<Results<Created<Reminder>, ContentHttpResult, ProblemHttpResult>> Add(
        ReminderWrite write,
        CurrentUser user,
        ReminderStore store,
        IdempotentCreation creation,
        TimeProvider clock,
        HttpContext context,
        CancellationToken cancellationToken
    ) => Create(contactId: null, write, user, store, creation, clock, context, cancellationToken);

    private static async Task<Results<Created<Reminder>, ContentHttpResult, ProblemHttpResult>> Create(
        Guid? contactId,
        ReminderWrite write,
        CurrentUser user,
        ReminderStore store,
        IdempotentCreation creation,
        TimeProvider clock,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await creation.Create<ReminderWrite, Reminder>(
            context,
            user.Id,
            write,
            async session =>
            {
                // Validated here, after the key: a repeated request gets the first answer even if its start is too long ago by now.
                var (schedule, first, problem) = await Read(session, write, user, store, clock, cancellationToken);
                if (problem is not null)
                    return problem;
                return await store.Add(session, user.Id, contactId, write, schedule!, first, cancellationToken) is { } added
                    ? new Creation<Reminder>(added, $"/v1/reminders/{added.Id}", added.Version, null)
                    : Problems.NotFound;
            },
            cancellationToken
        );

    private static async Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> ListAbout(
        Guid contactId,
        CurrentUser user,
        ReminderStore store,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, PageLimits.Max)] int limit = PageLimits.Default
    ) =>
        await store.HasContact(user.Id, contactId, cancellationToken)
            ? await Page(contactId, user, store, before: null, cursor, limit, cancellationToken)
            : Problems.NotFound;

    private static Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> Upcoming(
        CurrentUser user,
        ReminderStore store,
        CancellationToken cancellationToken,
        [Description("Only reminders that come due before this time.")] QueryTime? before = null,
        string? cursor = null,
        [Range(1, PageLimits.Max)] int limit = PageLimits.Default
    ) => Page(contact: null, user, store, before?.Moment, cursor, limit, cancellationToken);

    private static async Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> Page(
        Guid? contact,
        CurrentUser user,
        ReminderStore store,
        DateTimeOffset? before,
        string? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        Cursor? after = null;
        if (cursor is not null && !ReminderStore.TryReadUpcomingCursor(cursor, out after))
            return Problems.InvalidCursor;
        return TypedResults.Ok(await store.Upcoming(user.Id, contact, before, after, limit, cancellationToken));
    }

    private static async Task<Results<Ok<Page<ReminderDelivery>>, ProblemHttpResult>> Delivered(
        CurrentUser user,
        ReminderStore store,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !ReminderStore.TryReadDeliveredCursor(cursor, out after))
            return Problems.InvalidCursor;
        return TypedResults.Ok(await store.Delivered(user.Id, after, limit, cancellationToken));
    }

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Find(
        Guid id,
        CurrentUser user,
        ReminderStore store,
        HttpResponse response,
        CancellationToken cancellationToken
    ) => Answer(await store.Find(user.Id, id, cancellationToken), response);

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Replace(
        Guid id,
        ReminderWrite write,
        CurrentUser user,
        Database db,
        ReminderStore store,
        TimeProvider clock,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        var (schedule, first, problem) = await Read(db, write, user, store, clock, cancellationToken);
        if (problem is not null)
            return problem;
        return await store.Replace(user.Id, id, match, write, schedule!, first, cancellationToken) is { } changed
            ? Answer(changed, response)
            : await Refuse(id, user, store, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id,
        CurrentUser user,
        ReminderStore store,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        return await store.Remove(user.Id, id, match, cancellationToken)
            ? TypedResults.NoContent()
            : await Refuse(id, user, store, cancellationToken);
    }

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Complete(
        Guid id,
        CurrentUser user,
        ReminderStore store,
        TimeProvider clock,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        return await store.Complete(user.Id, id, match, clock.GetUtcNow(), cancellationToken) is { } completed
            ? Answer(completed, response)
            : await Refuse(id, user, store, cancellationToken);
    }

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Snooze(
        Guid id,
        SnoozeRequest snooze,
        CurrentUser user,
        ReminderStore store,
        TimeProvider clock,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        var now = clock.GetUtcNow();
        if (snooze.Until <= now || snooze.Until > now + MaxSnooze)
            return Problems.Invalid("until", $"must be in the future, within {MaxSnooze.TotalDays:0} days");
        return await store.Snooze(user.Id, id, match, snooze.Until!.Value, cancellationToken) switch
        {
            null => await Refuse(id, user, store, cancellationToken),
            { Status: ReminderStatus.Completed } => Problems.Conflict("The reminder is already completed."),
            var snoozed => Answer(snoozed, response),
        };
    }

    private static async Task<(Schedule? Schedule, DateTimeOffset First, ProblemHttpResult? Problem)> Read(
        DatabaseSession session,
        ReminderWrite write,
        CurrentUser user,
        ReminderStore store,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var accountZone = await AccountTimeZone.Name(session, user.Id, cancellationToken);
        if (!Schedule.TryCreate(write.StartsAt!.Value, write.TimeZone, accountZone, write.Rrule, out var schedule, out var problem))
            return Refused(problem.Field, problem.Rule);
        if (schedule.StartsAt < now.AddYears(-MaxYearsAgo) || schedule.StartsAt > now.AddYears(MaxYearsAhead))
            return Refused("startsAt", $"must be at most {MaxYearsAgo} years in the past and {MaxYearsAhead} years in the future");
        return schedule.FirstFrom(now) is { } first ? (schedule, first, null) : Refused("rrule", "has no occurrence left");

        static (Schedule?, DateTimeOffset, ProblemHttpResult?) Refused(string field, string rule) =>
            (null, default, Problems.Invalid(field, rule));
    }

    private static Results<Ok<Reminder>, ProblemHttpResult> Answer(Reminder? reminder, HttpResponse response)
    {
        if (reminder is null)
            return Problems.NotFound;
        response.SetEntityTag(reminder.Version);
        return TypedResults.Ok(reminder);
    }

    private static async Task<ProblemHttpResult> Refuse(
        Guid id,
        CurrentUser user,
        ReminderStore store,
        CancellationToken cancellationToken
    ) => await store.Find(user.Id, id, cancellationToken) is null ? Problems.NotFound : Problems.PreconditionFailed;
}
