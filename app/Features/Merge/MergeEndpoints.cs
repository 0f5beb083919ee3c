using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Merge;

/// <summary>Merges two contacts that are the same person.</summary>
public static class MergeEndpoints
{
    public static IServiceCollection AddMerge(this IServiceCollection services) =>
        services.AddSingleton<ContactMerger>().AddJson(MergeJson.Default);

    public static RouteGroupBuilder MapMerge(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/{id:guid}/merge").WithTags("Contacts");
        group
            .MapPost("", Merge)
            .WithName("MergeContacts")
            .WithSummary("Merge another contact into this one")
            .WithEntityTag()
            .WithDescription(
                """
                Needs If-Match, except for a dry run. No data is lost: lists are combined, an empty field takes the other's value, and if
                both have a value, the other's is added to the notes. Interactions, relationships and reminders are moved. The other contact
                is deleted.
                """
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithExample(
                """{"otherId":"0198d0a0-1111-7000-8000-000000000002"}""",
                $$"""
                {"dryRun":true,"contact":{{ContactEndpoints.ContactExample}},
                 "conflicts":[{"field":"name","kept":"Anna Muster","movedToNotes":"A. Muster"}],"movedInteractions":3,"movedRelationships":1,"movedReminders":0}
                """
            );
        return group;
    }

    private static async Task<Results<Ok<MergeResponse>, ProblemHttpResult>> Merge(
        Guid id,
        MergeRequest body,
        CurrentUser user,
        ContactMerger merger,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken,
        [Description("Whether to return the result without writing anything.")] bool dryRun = false
    )
    {
        var match = default(IfMatch);
        if ((!dryRun || request.Headers.IfMatch.Count > 0) && !request.TryReadIfMatch(out match, out var refused))
            return refused;
        if (body.OtherId == id)
            return Problems.Invalid("otherId", "must be another contact");

        var (outcome, result, tooLarge) = await merger.Merge(user.Id, id, body.OtherId, match, dryRun, cancellationToken);
        if (tooLarge.Count > 0)
            return Problems.Of(
                409,
                "merge-too-large",
                $"The merged contact would exceed a limit: {string.Join("; ", tooLarge.Select(e => $"{e.Field} {e.Message}"))}."
            );
        if (outcome != WriteOutcome.Done)
            return ContactEndpoints.Refusal(outcome);
        if (!dryRun)
            response.SetEntityTag(result!.Contact.Version);
        return TypedResults.Ok(result);
    }
}
