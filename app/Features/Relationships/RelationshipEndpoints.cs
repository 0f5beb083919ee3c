using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Relationships;

/// <summary>Relationships between contacts.</summary>
public static class RelationshipEndpoints
{
    public static IServiceCollection AddRelationships(this IServiceCollection services) =>
        services.AddSingleton<RelationshipStore>().AddJson(RelationshipJson.Default);

    public static RouteGroupBuilder MapRelationships(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/{contactId:guid}/relationships").WithTags("Relationships").ProducesProblem(404);

        group
            .MapGet("", List)
            .WithName("ListRelationships")
            .WithSummary("List a contact's relationships")
            .WithDescription("How other contacts are related to this one, ordered by their names.");
        group
            .MapPost("", Add)
            .WithName("AddRelationship")
            .WithSummary("Relate two contacts")
            .WithIdempotencyKey()
            .WithDescription(
                "Both contacts show it, with reciprocal kinds such as parent and child. Kinds: "
                    + string.Join(", ", RelationshipKinds.All)
                    + "."
            )
            .ProducesProblem(409)
            .WithExample(
                """
                {"relatedContactId":"0198d0a0-1111-7000-8000-000000000002","kind":"colleague","note":"At the harbour office"}
                """
            );
        group
            .MapGet("/{id:guid}", Find)
            .WithName("GetRelationship")
            .WithSummary("Read a relationship")
            .WithDescription("As seen from the contact in the path.");
        group
            .MapDelete("/{id:guid}", Remove)
            .WithName("DeleteRelationship")
            .WithSummary("Delete a relationship")
            .WithDescription("For both contacts.");
        return group;
    }

    private static async Task<Results<Ok<Page<Relationship>>, ProblemHttpResult>> List(
        Guid contactId,
        CurrentUser user,
        RelationshipStore store,
        CancellationToken cancellationToken,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of relationships in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !RelationshipStore.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        return await store.Page(user.Id, contactId, after, limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problems.NotFound;
    }

    private static async Task<Results<Created<Relationship>, ContentHttpResult, ProblemHttpResult>> Add(
        Guid contactId,
        RelationshipWrite write,
        CurrentUser user,
        RelationshipStore store,
        IdempotentCreation creation,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (RelationshipKinds.ReciprocalOf(write.Kind) is not { } reciprocal)
            return Problems.Invalid("kind", "must be one of " + string.Join(", ", RelationshipKinds.All));
        if (write.RelatedContactId == contactId)
            return Problems.Invalid("relatedContactId", "must be another contact");
        return await creation.Create<RelationshipWrite, Relationship>(
            context,
            user.Id,
            write,
            async session =>
            {
                if (await store.Count(session, user.Id, contactId, cancellationToken) >= RelationshipStore.MaxPerContact)
                    return Problems.Conflict($"A contact can have at most {RelationshipStore.MaxPerContact} relationships.");
                var (outcome, added) = await store.Add(session, user.Id, contactId, write, reciprocal, cancellationToken);
                return outcome switch
                {
                    RelationshipOutcome.Added => new Creation<Relationship>(
                        added,
                        $"/v1/contacts/{contactId}/relationships/{added!.Id}",
                        null,
                        null
                    ),
                    RelationshipOutcome.Exists => Problems.Conflict("The two contacts already have a relationship of this kind."),
                    _ => Problems.NotFound,
                };
            },
            cancellationToken
        );
    }

    private static async Task<Results<Ok<Relationship>, ProblemHttpResult>> Find(
        Guid contactId,
        Guid id,
        CurrentUser user,
        RelationshipStore store,
        CancellationToken cancellationToken
    ) => await store.Find(user.Id, contactId, id, cancellationToken) is { } found ? TypedResults.Ok(found) : Problems.NotFound;

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid contactId,
        Guid id,
        CurrentUser user,
        RelationshipStore store,
        CancellationToken cancellationToken
    ) => await store.Remove(user.Id, contactId, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;
}
