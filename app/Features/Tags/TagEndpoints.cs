using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Tags;

/// <summary>Tags: list, rename, merge, assign in bulk.</summary>
public static class TagEndpoints
{
    public static IServiceCollection AddTags(this IServiceCollection services) =>
        services.AddSingleton<TagStore>().AddJson(TagJson.Default);

    public static RouteGroupBuilder MapTags(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/tags").WithTags("Tags");
        group
            .MapGet("", List)
            .WithName("ListTags")
            .WithSummary("List tags")
            .WithDescription("Ordered by name, with the number of contacts of each.")
            .WithExample(
                response: """
                {"items":[{"id":"0198d0a0-2222-7000-8000-000000000001","name":"friend","contacts":12,"createdAt":"2026-10-01T12:00:00+00:00"}],"next":null}
                """
            );
        group
            .MapPost("/assign", Assign)
            .WithName("AssignTags")
            .WithSummary("Add tags to contacts and remove tags from them")
            .WithDescription("All or nothing: if one contact does not exist, none changes. A tag in both lists is removed.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(
                """{"contactIds":["0198d0a0-1111-7000-8000-000000000001"],"add":["friend"],"remove":["colleague"]}""",
                """{"changedContacts":1}"""
            );

        var one = group.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapPut("", Rename)
            .WithName("RenameTag")
            .WithSummary("Rename a tag")
            .WithDescription("On all of its contacts. The name of another tag is refused: merge the two instead.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample("""{"name":"friends"}""");
        one.MapPost("/merge", Merge)
            .WithName("MergeTags")
            .WithSummary("Merge a tag into another")
            .WithDescription("All contacts with this tag get the other one, and this one is deleted.")
            .WithExample("""{"into":"0198d0a0-2222-7000-8000-000000000002"}""");
        return group;
    }

    private static async Task<Results<Ok<Page<Tag>>, ProblemHttpResult>> List(
        CurrentUser user,
        TagStore tags,
        CancellationToken cancellationToken,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of tags in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !TagStore.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        return TypedResults.Ok(await tags.Page(user.Id, after, limit, cancellationToken));
    }

    private static async Task<Results<Ok<AssignTagsResponse>, ProblemHttpResult>> Assign(
        AssignTagsRequest request,
        CurrentUser user,
        TagStore tags,
        CancellationToken cancellationToken
    )
    {
        if (
            !TryNormalize("add", request.Add, out var add, out var problem)
            || !TryNormalize("remove", request.Remove, out var remove, out problem)
        )
            return problem!;
        var assigned = await tags.Assign(user.Id, request.ContactIds, add, remove, cancellationToken);
        return assigned.Outcome switch
        {
            AssignOutcome.Done => TypedResults.Ok(new AssignTagsResponse(assigned.Changed.Length)),
            AssignOutcome.TooMany => Problems.Conflict(TagAssignment.TooManyDetail),
            _ => Problems.NotFound,
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Rename(
        Guid id,
        RenameTagRequest request,
        CurrentUser user,
        TagStore tags,
        CancellationToken cancellationToken
    )
    {
        if (!TryNormalize("name", [request.Name], out var names, out var problem))
            return problem!;
        return await tags.Rename(user.Id, id, names[0], cancellationToken) switch
        {
            RenameOutcome.Done => TypedResults.NoContent(),
            RenameOutcome.Taken => Problems.Conflict("Another tag has this name. Merge the two instead."),
            _ => Problems.NotFound,
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Merge(
        Guid id,
        MergeTagRequest request,
        CurrentUser user,
        TagStore tags,
        CancellationToken cancellationToken
    )
    {
        if (request.Into == id)
            return Problems.Invalid("into", "must be another tag");
        return await tags.Merge(user.Id, id, request.Into, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;
    }

    // The same rules as for the tags of a contact.
    internal static bool TryNormalize(
        string field,
        IReadOnlyList<string> names,
        out IReadOnlyList<string> normalized,
        out ProblemHttpResult? problem
    )
    {
        var contact = ContactRules.Normalize(new ContactFields { Name = "tags", Tags = names });
        var errors = ContactRules.Check(contact);
        normalized = contact.Tags;
        problem = errors.Count == 0 ? null : Problems.Invalid(field, errors[0].Message);
        return problem is null;
    }
}
