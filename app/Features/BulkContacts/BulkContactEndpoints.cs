using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Tags;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.BulkContacts;

/// <summary>Changes and deletes many contacts at once.</summary>
public static class BulkContactEndpoints
{
    private const string Answer = """
        {"changed":1,"contacts":[{"id":"0198d0a0-1111-7000-8000-000000000001","etag":"\"3\""}]}
        """;

    public static IServiceCollection AddBulkContacts(this IServiceCollection services) =>
        services.AddSingleton<BulkContactStore>().AddJson(BulkContactJson.Default);

    public static RouteGroupBuilder MapBulkContacts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/bulk").WithTags("Contacts").ProducesProblem(StatusCodes.Status404NotFound);
        group
            .MapPost("/edit", Edit)
            .WithName("EditContacts")
            .WithSummary("Change many contacts")
            .WithIdempotencyKey()
            .WithDescription(
                """
                At most 500. All or nothing: if one contact does not exist, or would have more than 50 tags, none changes. No If-Match:
                these values replace earlier ones, field by field. A contact that changes gets a new ETag.
                """
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(
                """
                {"contactIds":["0198d0a0-1111-7000-8000-000000000001"],"addTags":["colleague"],"removeTags":["friend"],"company":"Muster GmbH"}
                """,
                Answer
            );
        group
            .MapPost("/delete", Delete)
            .WithName("DeleteContacts")
            .WithSummary("Delete many contacts")
            .WithIdempotencyKey()
            .WithDescription(
                """
                At most 500. All or nothing: if one contact does not exist, none is deleted. Each can be restored, with the ETag in the
                answer.
                """
            )
            .WithExample("""{"contactIds":["0198d0a0-1111-7000-8000-000000000001"]}""", Answer);
        return group;
    }

    private static async Task<Results<Ok<BulkResponse>, ContentHttpResult, ProblemHttpResult>> Edit(
        BulkEditRequest request,
        CurrentUser user,
        BulkContactStore contacts,
        IdempotentCreation once,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (
            !TagEndpoints.TryNormalize("addTags", request.AddTags, out var add, out var problem)
            || !TagEndpoints.TryNormalize("removeTags", request.RemoveTags, out var remove, out problem)
        )
            return problem!;
        var texts = ContactRules.Normalize(
            new ContactFields
            {
                Name = "all",
                Company = request.Company,
                Department = request.Department,
                JobTitle = request.JobTitle,
            }
        );
        if (ContactEndpoints.Problem(texts) is { } broken)
            return broken;
        var edit = request with
        {
            AddTags = add,
            RemoveTags = remove,
            Company = request.Company is null ? null : texts.Company ?? "",
            Department = request.Department is null ? null : texts.Department ?? "",
            JobTitle = request.JobTitle is null ? null : texts.JobTitle ?? "",
        };
        return await once.Change<BulkEditRequest, BulkResponse>(
            context,
            user.Id,
            request,
            async session =>
                await contacts.Edit(session, user.Id, edit, cancellationToken) switch
                {
                    (AssignOutcome.TooMany, _) => Problems.Conflict(TagAssignment.TooManyDetail),
                    (_, { } done) => new Creation<BulkResponse>(done, null, null, null),
                    _ => Problems.NotFound,
                },
            cancellationToken
        );
    }

    private static async Task<Results<Ok<BulkResponse>, ContentHttpResult, ProblemHttpResult>> Delete(
        BulkDeleteRequest request,
        CurrentUser user,
        BulkContactStore contacts,
        IdempotentCreation once,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await once.Change<BulkDeleteRequest, BulkResponse>(
            context,
            user.Id,
            request,
            async session =>
                await contacts.Delete(session, user.Id, request.ContactIds, cancellationToken) is { } done
                    ? new Creation<BulkResponse>(done, null, null, null)
                    : Problems.NotFound,
            cancellationToken
        );
}
