using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Reminders;

/// <summary>Reminders: once or recurring, about a contact or about nobody in particular.</summary>
public static class ReminderEndpoints
{
    /// <summary>The longest that a reminder can be put off.</summary>
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(366);

    /// <summary>How long ago a series may have begun: its occurrences are counted from there each time.</summary>
    private const int MostYearsAgo = 10;

    /// <summary>How far ahead a reminder may be.</summary>
    private const int MostYearsAhead = 100;

    private const string WriteExample = """
        {"title":"Call Anna","startsAt":"2026-12-31T09:00:00+01:00","note":"Her birthday",
         "timeZone":"Europe/Brussels","rrule":"FREQ=YEARLY"}
        """;

    public static IServiceCollection AddReminders(this IServiceCollection services) =>
        services.AddSingleton<ReminderStore>().AddJson(ReminderJson.Default);

    public static RouteGroupBuilder MapReminders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Reminders");

        group.MapPost("/contacts/{contactId:guid}/reminders", AddAbout).WithName("AddContactReminder").WithSummary("Be reminded of a contact")
            .ProducesProblem(404).WithExample(WriteExample);
        group.MapGet("/contacts/{contactId:guid}/reminders", ListAbout).WithName("ListContactReminders")
            .WithSummary("What comes due about a contact, soonest first").ProducesProblem(404);
        group.MapPost("/reminders", Add).WithName("AddReminder").WithSummary("Be reminded of something").WithExample(WriteExample);
        group.MapGet("/reminders/upcoming", Upcoming).WithName("ListUpcomingReminders").WithSummary("What comes due, soonest first");
        group.MapGet("/reminders/delivered", Delivered).WithName("ListDeliveredReminders").WithSummary("What has come due, latest first");
        group.MapGet("/reminders/{id:guid}", Find).WithName("GetReminder").WithSummary("One reminder").ProducesProblem(404);
        group.MapPut("/reminders/{id:guid}", Replace).WithName("ReplaceReminder").WithSummary("Change a reminder; its series begins anew")
            .ProducesProblem(404).ProducesProblem(412).ProducesProblem(428).WithExample(WriteExample);
        group.MapDelete("/reminders/{id:guid}", Remove).WithName("DeleteReminder").WithSummary("Remove a reminder")
            .ProducesProblem(404).ProducesProblem(412).ProducesProblem(428);
        group.MapPost("/reminders/{id:guid}/complete", Complete).WithName("CompleteReminder").WithSummary("This occurrence is done")
            .WithDescription("What has come due and is open is done with; where nothing has, the occurrence to come is passed over.")
            .ProducesProblem(404);
        group.MapPost("/reminders/{id:guid}/snooze", Snooze).WithName("SnoozeReminder").WithSummary("Be reminded again later")
            .ProducesProblem(404).ProducesProblem(409);
        return group;
    }

    private static Task<Results<Created<Reminder>, ProblemHttpResult>> AddAbout(
        Guid contactId, ReminderWrite write, CurrentUser user, ReminderStore store, TimeProvider clock, HttpResponse response, CancellationToken stop) =>
        Create(contactId, write, user, store, clock, response, stop);

    private static Task<Results<Created<Reminder>, ProblemHttpResult>> Add(
        ReminderWrite write, CurrentUser user, ReminderStore store, TimeProvider clock, HttpResponse response, CancellationToken stop) =>
        Create(contactId: null, write, user, store, clock, response, stop);

    private static async Task<Results<Created<Reminder>, ProblemHttpResult>> Create(
        Guid? contactId, ReminderWrite write, CurrentUser user, ReminderStore store, TimeProvider clock, HttpResponse response, CancellationToken stop)
    {
        var (schedule, first, problem) = await Read(write, user, store, clock, stop);
        if (problem is not null) return problem;
        if (await store.Add(user.Id, contactId, write, schedule!, first, stop) is not { } added) return Problems.NotFound;
        response.SetEntityTag(added.Version);
        return TypedResults.Created($"/v1/reminders/{added.Id}", added);
    }

    private static async Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> ListAbout(
        Guid contactId, CurrentUser user, ReminderStore store, CancellationToken stop,
        string? cursor = null, [Range(1, PageLimits.Most)] int limit = PageLimits.Default) =>
        await store.HasContact(user.Id, contactId, stop)
            ? await Page(contactId, user, store, before: null, cursor, limit, stop)
            : Problems.NotFound;

    private static Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> Upcoming(
        CurrentUser user, ReminderStore store, CancellationToken stop,
        DateTimeOffset? before = null, string? cursor = null, [Range(1, PageLimits.Most)] int limit = PageLimits.Default) =>
        Page(contact: null, user, store, before, cursor, limit, stop);

    private static async Task<Results<Ok<Page<Reminder>>, ProblemHttpResult>> Page(
        Guid? contact, CurrentUser user, ReminderStore store, DateTimeOffset? before, string? cursor, int limit, CancellationToken stop)
    {
        Cursor? after = null;
        if (cursor is not null && !ReminderStore.TryReadUpcomingCursor(cursor, out after)) return Problems.InvalidCursor;
        return TypedResults.Ok(await store.Upcoming(user.Id, contact, before, after, limit, stop));
    }

    private static async Task<Results<Ok<Page<ReminderDelivery>>, ProblemHttpResult>> Delivered(
        CurrentUser user, ReminderStore store, CancellationToken stop,
        string? cursor = null, [Range(1, PageLimits.Most)] int limit = PageLimits.Default)
    {
        Cursor? after = null;
        if (cursor is not null && !ReminderStore.TryReadDeliveredCursor(cursor, out after)) return Problems.InvalidCursor;
        return TypedResults.Ok(await store.Delivered(user.Id, after, limit, stop));
    }

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Find(
        Guid id, CurrentUser user, ReminderStore store, HttpResponse response, CancellationToken stop) =>
        Answer(await store.Find(user.Id, id, stop), response);

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Replace(
        Guid id, ReminderWrite write, CurrentUser user, ReminderStore store, TimeProvider clock,
        HttpRequest request, HttpResponse response, CancellationToken stop)
    {
        if (!request.TryReadIfMatch(out var match, out var refused)) return refused;
        var (schedule, first, problem) = await Read(write, user, store, clock, stop);
        if (problem is not null) return problem;
        return await store.Replace(user.Id, id, match, write, schedule!, first, stop) is { } changed
            ? Answer(changed, response)
            : await Refuse(id, user, store, stop);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, CurrentUser user, ReminderStore store, HttpRequest request, CancellationToken stop)
    {
        if (!request.TryReadIfMatch(out var match, out var refused)) return refused;
        return await store.Remove(user.Id, id, match, stop) ? TypedResults.NoContent() : await Refuse(id, user, store, stop);
    }

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Complete(
        Guid id, CurrentUser user, ReminderStore store, TimeProvider clock, HttpResponse response, CancellationToken stop) =>
        Answer(await store.Complete(user.Id, id, clock.GetUtcNow(), stop), response);

    private static async Task<Results<Ok<Reminder>, ProblemHttpResult>> Snooze(
        Guid id, SnoozeRequest snooze, CurrentUser user, ReminderStore store, TimeProvider clock, HttpResponse response, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (snooze.Until <= now || snooze.Until > now + LongestSnooze)
            return Problems.Invalid("until", $"must be in the future, within {LongestSnooze.TotalDays:0} days");
        var snoozed = await store.Snooze(user.Id, id, snooze.Until!.Value, stop);
        return snoozed is { Status: ReminderStatus.Completed } ? Problems.Conflict("The reminder is completed.") : Answer(snoozed, response);
    }

    private static async Task<(Schedule? Schedule, DateTimeOffset First, ProblemHttpResult? Problem)> Read(
        ReminderWrite write, CurrentUser user, ReminderStore store, TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var startsAt = write.StartsAt!.Value;
        if (startsAt < now.AddYears(-MostYearsAgo) || startsAt > now.AddYears(MostYearsAhead))
            return Refused("startsAt", $"must be within {MostYearsAgo} years from now into the past and {MostYearsAhead} into the future");
        var zone = write.TimeZone ?? await store.TimeZone(user.Id, stop);
        if (!Schedule.TryCreate(startsAt, zone, write.Rrule, out var schedule, out var problem)) return Refused(problem.Field, problem.Rule);
        return schedule.FirstFrom(now) is { } first ? (schedule, first, null) : Refused("rrule", "has no occurrence left");

        static (Schedule?, DateTimeOffset, ProblemHttpResult?) Refused(string field, string rule) => (null, default, Problems.Invalid(field, rule));
    }

    private static Results<Ok<Reminder>, ProblemHttpResult> Answer(Reminder? reminder, HttpResponse response)
    {
        if (reminder is null) return Problems.NotFound;
        response.SetEntityTag(reminder.Version);
        return TypedResults.Ok(reminder);
    }

    private static async Task<ProblemHttpResult> Refuse(Guid id, CurrentUser user, ReminderStore store, CancellationToken stop) =>
        await store.Find(user.Id, id, stop) is null ? Problems.NotFound : Problems.PreconditionFailed;
}
