using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Interactions;

/// <summary>Interactions with a contact: notes, calls, meetings, emails.</summary>
public static class InteractionEndpoints
{
    /// <summary>Maximum time by which a client's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const string WriteExample = """
        {"kind":"call","occurredAt":"2026-03-01T09:30:00+01:00","summary":"Talked about the lighthouse",
         "body":"He knows a keeper of bees.","durationMinutes":20,"private":false,
         "otherContactIds":["0198d0a0-1111-7000-8000-000000000002"]}
        """;

    private const string ReadExample = """
        {"id":"0198d0a0-4444-7000-8000-000000000001","contactId":"0198d0a0-1111-7000-8000-000000000001","kind":"call",
         "occurredAt":"2026-03-01T08:30:00+00:00","summary":"Talked about the lighthouse","body":"He knows a keeper of bees.",
         "durationMinutes":20,"private":false,"createdAt":"2026-03-01T09:00:00+00:00","updatedAt":"2026-03-01T09:00:00+00:00",
         "otherContactIds":["0198d0a0-1111-7000-8000-000000000002"],"bodyUnreadable":false}
        """;

    public static IServiceCollection AddInteractions(this IServiceCollection services) =>
        services
            .AddSingleton<InteractionStore>()
            .AddEncryptedColumn(Sql.Of($"interactions"), Sql.Of($"private_body_cipher"), InteractionStore.BodyContext)
            .AddJson(InteractionJson.Default);

    public static RouteGroupBuilder MapInteractions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/{contactId:guid}/interactions").WithTags("Interactions").ProducesProblem(404);

        group
            .MapGet("", List)
            .WithName("ListInteractions")
            .WithSummary("List the interactions with a contact")
            .WithDescription("Newest first, including those recorded with another contact. Pages by keyset: follow next until it is null.")
            .WithExample(response: $$"""{"items":[{{ReadExample}}],"next":null}""");
        group
            .MapPost("", Add)
            .WithName("AddInteraction")
            .WithSummary("Record an interaction")
            .WithEntityTag()
            .WithIdempotencyKey()
            .WithDescription("With one or more contacts: it is listed for each of them, and updates each one's lastInteractionAt.")
            .WithExample(WriteExample, ReadExample);
        group
            .MapGet("/{id:guid}", Find)
            .WithName("GetInteraction")
            .WithSummary("Read an interaction")
            .WithEntityTag()
            .WithDescription("The ETag is needed to change or delete it.")
            .WithExample(response: ReadExample);
        group
            .MapPut("/{id:guid}", Replace)
            .WithName("ReplaceInteraction")
            .WithSummary("Replace an interaction")
            .WithEntityTag()
            .WithDescription(
                "Needs If-Match. Absent fields are cleared. The contact in the path stays; otherContactIds replaces the other participants."
            )
            .ProducesProblem(412)
            .ProducesProblem(428)
            .WithExample(WriteExample, ReadExample);
        group
            .MapDelete("/{id:guid}", Remove)
            .WithName("DeleteInteraction")
            .WithSummary("Delete an interaction")
            .WithDescription("Needs If-Match. It is removed for all participants, and cannot be restored.")
            .ProducesProblem(412)
            .ProducesProblem(428);
        return group;
    }

    private static async Task<Results<Ok<Page<Interaction>>, ProblemHttpResult>> List(
        Guid contactId,
        CurrentUser user,
        InteractionStore store,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !InteractionStore.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        return await store.List(user.Id, contactId, after, limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problems.NotFound;
    }

    private static async Task<Results<Created<Interaction>, ContentHttpResult, ProblemHttpResult>> Add(
        Guid contactId,
        InteractionWrite write,
        CurrentUser user,
        InteractionStore store,
        IdempotentCreation creation,
        TimeProvider clock,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (InTheFuture(write, clock))
            return FutureRefused;
        return await creation.Create<InteractionWrite, Interaction>(
            context,
            user.Id,
            write,
            async session =>
                await store.Add(session, user.Id, contactId, write, cancellationToken) is { } added
                    ? new Creation<Interaction>(added, $"/v1/contacts/{contactId}/interactions/{added.Id}", added.Version, null)
                    : Problems.NotFound,
            cancellationToken
        );
    }

    private static async Task<Results<Ok<Interaction>, ProblemHttpResult>> Find(
        Guid contactId,
        Guid id,
        CurrentUser user,
        InteractionStore store,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (await store.Find(user.Id, contactId, id, cancellationToken) is not { } found)
            return Problems.NotFound;
        response.SetEntityTag(found.Version);
        return TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<Interaction>, ProblemHttpResult>> Replace(
        Guid contactId,
        Guid id,
        InteractionWrite write,
        CurrentUser user,
        InteractionStore store,
        TimeProvider clock,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        if (InTheFuture(write, clock))
            return FutureRefused;
        var (outcome, changed) = await store.Replace(user.Id, contactId, id, match, write, cancellationToken);
        if (outcome != InteractionOutcome.Done)
            return Refusal(outcome);
        response.SetEntityTag(changed!.Version);
        return TypedResults.Ok(changed);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid contactId,
        Guid id,
        CurrentUser user,
        InteractionStore store,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        var outcome = await store.Remove(user.Id, contactId, id, match, cancellationToken);
        return outcome == InteractionOutcome.Done ? TypedResults.NoContent() : Refusal(outcome);
    }

    private static ProblemHttpResult Refusal(InteractionOutcome outcome) =>
        outcome == InteractionOutcome.Changed ? Problems.PreconditionFailed : Problems.NotFound;

    private static bool InTheFuture(InteractionWrite write, TimeProvider clock) => write.OccurredAt > clock.GetUtcNow() + ClockSkew;

    private static ProblemHttpResult FutureRefused => Problems.Invalid("occurredAt", "must not be in the future; use a reminder for that");
}
