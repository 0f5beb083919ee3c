using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Interactions;

/// <summary>What happened with a contact: notes, calls, meetings, emails.</summary>
public static class InteractionEndpoints
{
    /// <summary>How far a client's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const string WriteExample = """
        {"kind":"call","occurredAt":"2026-03-01T09:30:00+01:00","summary":"Talked about the lighthouse",
         "body":"He knows a keeper of bees.","durationMinutes":20,"private":false}
        """;

    public static IServiceCollection AddInteractions(this IServiceCollection services) =>
        services.AddSingleton<InteractionStore>().AddEncryptedRows<InteractionRows>().AddJson(InteractionJson.Default);

    public static RouteGroupBuilder MapInteractions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/{contactId:guid}/interactions").WithTags("Interactions").ProducesProblem(404);

        group.MapGet("", List).WithName("ListInteractions").WithSummary("What happened with a contact, newest first");
        group.MapPost("", Add).WithName("AddInteraction").WithSummary("Record something that happened")
            .WithDescription("The contact's last interaction follows.").WithExample(WriteExample);
        group.MapGet("/{id:guid}", Find).WithName("GetInteraction").WithSummary("One interaction");
        group.MapPut("/{id:guid}", Replace).WithName("ReplaceInteraction").WithSummary("Correct an interaction")
            .ProducesProblem(412).ProducesProblem(428).WithExample(WriteExample);
        group.MapDelete("/{id:guid}", Remove).WithName("DeleteInteraction").WithSummary("Remove an interaction")
            .ProducesProblem(412).ProducesProblem(428);
        return group;
    }

    private static async Task<Results<Ok<Page<Interaction>>, ProblemHttpResult>> List(
        Guid contactId, CurrentUser user, InteractionStore store, CancellationToken stop,
        string? cursor = null, [Range(1, PageLimits.Most)] int limit = PageLimits.Default)
    {
        Cursor? after = null;
        if (cursor is not null && !InteractionStore.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        return await store.List(user.Id, contactId, after, limit, stop) is { } page ? TypedResults.Ok(page) : Problems.NotFound;
    }

    private static async Task<Results<Created<Interaction>, ProblemHttpResult>> Add(
        Guid contactId, InteractionWrite write, CurrentUser user, InteractionStore store, TimeProvider clock, HttpResponse response, CancellationToken stop)
    {
        if (InTheFuture(write, clock)) return FutureRefused;
        if (await store.Add(user.Id, contactId, write, stop) is not { } added) return Problems.NotFound;
        response.SetEntityTag(added.Version);
        return TypedResults.Created($"/v1/contacts/{contactId}/interactions/{added.Id}", added);
    }

    private static async Task<Results<Ok<Interaction>, ProblemHttpResult>> Find(
        Guid contactId, Guid id, CurrentUser user, InteractionStore store, HttpResponse response, CancellationToken stop)
    {
        if (await store.Find(user.Id, contactId, id, stop) is not { } found) return Problems.NotFound;
        response.SetEntityTag(found.Version);
        return TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<Interaction>, ProblemHttpResult>> Replace(
        Guid contactId, Guid id, InteractionWrite write, CurrentUser user, InteractionStore store, TimeProvider clock,
        HttpRequest request, HttpResponse response, CancellationToken stop)
    {
        if (!request.TryReadIfMatch(out var match, out var refused)) return refused;
        if (InTheFuture(write, clock)) return FutureRefused;
        if (await store.Replace(user.Id, contactId, id, match, write, stop) is not { } changed)
            return await Refuse(contactId, id, user, store, stop);
        response.SetEntityTag(changed.Version);
        return TypedResults.Ok(changed);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid contactId, Guid id, CurrentUser user, InteractionStore store, HttpRequest request, CancellationToken stop)
    {
        if (!request.TryReadIfMatch(out var match, out var refused)) return refused;
        return await store.Remove(user.Id, contactId, id, match, stop)
            ? TypedResults.NoContent()
            : await Refuse(contactId, id, user, store, stop);
    }

    private static async Task<ProblemHttpResult> Refuse(Guid contactId, Guid id, CurrentUser user, InteractionStore store, CancellationToken stop) =>
        await store.Find(user.Id, contactId, id, stop) is null ? Problems.NotFound : Problems.PreconditionFailed;

    private static bool InTheFuture(InteractionWrite write, TimeProvider clock) => write.OccurredAt > clock.GetUtcNow() + ClockSkew;

    private static ProblemHttpResult FutureRefused =>
        Problems.Invalid("occurredAt", "must not be in the future; what is yet to come is a reminder");
}
