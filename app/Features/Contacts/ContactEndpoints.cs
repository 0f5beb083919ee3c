using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Contacts;

/// <summary>Contacts: list, create, read, replace, change, delete, restore.</summary>
public static class ContactEndpoints
{
    private const string FieldsExample = """
        {"name":"Anna Muster","emails":["anna@example.com"],"phones":[{"number":"+49 30 1234567","label":"work"}],
         "addresses":[{"label":"home","street":"Musterweg 1","city":"Berlin","postalCode":"10115","country":"Germany"}],
         "company":"Muster GmbH","jobTitle":"Engineer","birthday":"1990-12-31","notes":"Met at the harbour","tags":["friend"],"nickname":"Annie",
         "department":"Research","emailLabels":[{"address":"anna@example.com","label":"work"}],"dates":[{"kind":"anniversary","label":null,"date":"--06-21"}],
         "websites":[{"url":"https://anna.example.com","label":null}],"profiles":[{"service":"mastodon","value":"@anna@social.example","label":null}],
         "relatedPeople":[{"name":"Bert Muster","relation":"spouse"}],"customFields":[{"label":"Coffee","value":"black"}],"externalId":null}
        """;

    internal const string ContactExample = """
        {"id":"0198d0a0-1111-7000-8000-000000000001","lastInteractionAt":"2026-11-01T09:30:00+00:00","createdAt":"2026-10-01T12:00:00+00:00",
         "updatedAt":"2026-10-02T12:00:00+00:00","name":"Anna Muster","emails":["anna@example.com"],"phones":[{"number":"+49 30 1234567","label":"work"}],
         "addresses":[{"label":"home","street":"Musterweg 1","city":"Berlin","region":null,"postalCode":"10115","country":"Germany"}],
         "company":"Muster GmbH","jobTitle":"Engineer","birthday":"1990-12-31","notes":"Met at the harbour","privateNotes":null,"tags":["friend"],"nickname":"Annie",
         "department":"Research","emailLabels":[{"address":"anna@example.com","label":"work"}],"dates":[{"kind":"anniversary","label":null,"date":"--06-21"}],
         "websites":[{"url":"https://anna.example.com","label":null}],"profiles":[{"service":"mastodon","value":"@anna@social.example","label":null}],
         "relatedPeople":[{"name":"Bert Muster","relation":"spouse"}],"customFields":[{"label":"Coffee","value":"black"}],"externalId":null}
        """;

    private const string ListExample = """
        {"items":[{"id":"0198d0a0-1111-7000-8000-000000000001","name":"Anna Muster","emails":["anna@example.com"],"company":"Muster GmbH",
         "jobTitle":"Engineer","tags":["friend"],"lastInteractionAt":"2026-11-01T09:30:00+00:00","createdAt":"2026-10-01T12:00:00+00:00",
         "updatedAt":"2026-10-02T12:00:00+00:00","deletedAt":null,"etag":"\"2\""}],"next":null,"total":null}
        """;

    public static IServiceCollection AddContacts(this IServiceCollection services) =>
        services
            .AddSingleton<ContactCipher>()
            .AddSingleton<ContactStore>()
            .AddSingleton<ContactList>()
            .AddSingleton<ContactCreation>()
            .AddSingleton<ContactPatch>()
            .AddSingleton<IdempotencyKeys>()
            .AddSingleton<IdempotentCreation>()
            .AddEncryptedRows<ContactRows>()
            .AddJson(ContactJson.Default);

    public static RouteGroupBuilder MapContacts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts").WithTags("Contacts");

        group
            .MapGet("", ContactListEndpoint.List)
            .WithName("ListContacts")
            .WithSummary("List contacts")
            .WithDescription(ContactListEndpoint.Description)
            .WithExample(response: ListExample);
        // ContactRules validates the whole body, with one message per field for requests and imports alike.
        group
            .MapPost("", Create)
            .WithName("CreateContact")
            .WithSummary("Create a contact")
            .DisableValidation()
            .WithEntityTag()
            .WithDescription("With an Idempotency-Key, a repetition within 24 hours returns the first answer and creates nothing.")
            .WithIdempotencyKey()
            .WithExample(FieldsExample, ContactExample);

        var one = group.MapGroup("/{id:guid}").DisableValidation().ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", Read)
            .WithName("GetContact")
            .WithSummary("Read a contact")
            .WithEntityTag()
            .WithDescription("The ETag is the version; with If-None-Match, an unchanged contact is not sent again.")
            .Produces(StatusCodes.Status304NotModified)
            .WithExample(response: ContactExample);

        var writes = one.MapGroup("")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        writes
            .MapPut("", Replace)
            .WithName("ReplaceContact")
            .WithSummary("Replace a contact")
            .WithEntityTag()
            .WithDescription("Needs If-Match. Fields that are absent are cleared.")
            .WithExample(FieldsExample, ContactExample);
        writes
            .MapPatch("", Patch)
            .WithName("ChangeContact")
            .WithSummary("Change some fields of a contact")
            .WithEntityTag()
            .WithDescription("Needs If-Match. A JSON merge patch (RFC 7396): null clears a field, a list replaces the list.")
            .Accepts<ContactFields>("application/merge-patch+json", "application/json")
            .WithExample("""{"company":null,"jobTitle":"Director"}""", ContactExample);
        writes
            .MapDelete("", Delete)
            .WithName("DeleteContact")
            .WithSummary("Delete a contact")
            .WithEntityTag()
            .WithDescription("Needs If-Match. The contact can be restored with the ETag in the answer.");
        writes
            .MapPost("/restore", Restore)
            .WithName("RestoreContact")
            .WithSummary("Restore a deleted contact")
            .WithEntityTag()
            .WithDescription("Needs If-Match with the ETag from the deletion or from the list of deleted contacts.")
            .WithExample(response: ContactExample);
        return group;
    }

    private static async Task<Results<Created<Contact>, ContentHttpResult, ProblemHttpResult>> Create(
        ContactFields body,
        CurrentUser user,
        ContactCreation contacts,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var fields = ContactRules.Normalize(body);
        if (Problem(fields) is { } problem)
            return problem;
        if (request.Headers[IdempotencyKeys.Header] is not { Count: > 0 } header)
        {
            var contact = await contacts.Create(user.Id, fields, cancellationToken);
            response.SetEntityTag(contact.Version);
            return TypedResults.Created(ContactCreation.Location(contact), contact);
        }
        if (!IdempotencyKeys.IsValid(header))
            return Problems.Invalid(
                IdempotencyKeys.Header,
                $"must be 1 to {IdempotencyKeys.MaxLength} visible ASCII characters, sent once"
            );

        var known = await contacts.CreateOnce(user.Id, header.ToString(), fields, cancellationToken);
        if (!known.IsSameRequest)
            return Problems.Of(
                422,
                "idempotency-key-reused",
                "This Idempotency-Key was already used for another request. Use a new key for each request."
            );
        if (!known.IsNew)
            response.Headers[IdempotencyKeys.ReplayHeader] = "true";
        response.Headers.Location = known.Answer!.Location;
        response.Headers.ETag = known.Answer.Etag;
        return TypedResults.Text(known.Answer.Body, "application/json", Encoding.UTF8, known.Answer.Status);
    }

    private static async Task<Results<Ok<Contact>, StatusCodeHttpResult, ProblemHttpResult>> Read(
        Guid id,
        CurrentUser user,
        Database db,
        ContactStore contacts,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (await contacts.Find(db, user.Id, id, cancellationToken) is not { } contact)
            return Problems.NotFound;
        response.SetEntityTag(contact.Version);
        return request.HasCurrent(contact.Version) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(contact);
    }

    private static async Task<Results<Ok<Contact>, ProblemHttpResult>> Replace(
        Guid id,
        ContactFields body,
        CurrentUser user,
        Database db,
        ContactStore contacts,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        var fields = ContactRules.Normalize(body);
        if (Problem(fields) is { } problem)
            return problem;
        var (outcome, contact) = await db.InTransaction(
            session => contacts.Replace(session, user.Id, id, match, fields, cancellationToken),
            cancellationToken
        );
        return Answer(outcome, contact, response);
    }

    private static async Task<Results<Ok<Contact>, ProblemHttpResult>> Patch(
        Guid id,
        JsonElement body,
        CurrentUser user,
        Database db,
        ContactStore contacts,
        ContactPatch patch,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        return await db.InTransaction<Results<Ok<Contact>, ProblemHttpResult>>(
            async session =>
            {
                if (await contacts.Find(session, user.Id, id, cancellationToken, locked: true) is not { } current)
                    return Problems.NotFound;
                if (!match.Allows(current.Version))
                    return Problems.PreconditionFailed;
                if (!patch.TryApply(current, body, out var changed, out var error))
                    return Problems.Invalid(error.Field, error.Message);
                var fields = ContactRules.Normalize(changed);
                if (Problem(fields) is { } problem)
                    return problem;
                var (outcome, contact) = await contacts.Replace(
                    session,
                    user.Id,
                    id,
                    new IfMatch(current.Version),
                    fields,
                    cancellationToken
                );
                return Answer(outcome, contact, response);
            },
            cancellationToken
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id,
        CurrentUser user,
        Database db,
        ContactStore contacts,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        var (outcome, version) = await contacts.Delete(db, user.Id, id, match, cancellationToken);
        if (outcome != WriteOutcome.Done)
            return Refusal(outcome);
        response.SetEntityTag(version);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Contact>, ProblemHttpResult>> Restore(
        Guid id,
        CurrentUser user,
        Database db,
        ContactStore contacts,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!request.TryReadIfMatch(out var match, out var refused))
            return refused;
        return await db.InTransaction<Results<Ok<Contact>, ProblemHttpResult>>(
            async session =>
            {
                var outcome = await contacts.Restore(session, user.Id, id, match, cancellationToken);
                return Answer(
                    outcome,
                    outcome == WriteOutcome.Done ? await contacts.Find(session, user.Id, id, cancellationToken) : null,
                    response
                );
            },
            cancellationToken
        );
    }

    /// <summary>The problem of a contact that violates the rules, with all fields at once.</summary>
    internal static ProblemHttpResult? Problem(ContactFields fields)
    {
        var errors = ContactRules.Check(fields);
        return errors.Count == 0
            ? null
            : Problems.Invalid(
                errors
                    .GroupBy(error => error.Field)
                    .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray())
            );
    }

    private static Results<Ok<Contact>, ProblemHttpResult> Answer(WriteOutcome outcome, Contact? contact, HttpResponse response)
    {
        if (outcome != WriteOutcome.Done || contact is null)
            return Refusal(outcome);
        response.SetEntityTag(contact.Version);
        return TypedResults.Ok(contact);
    }

    internal static ProblemHttpResult Refusal(WriteOutcome outcome) =>
        outcome == WriteOutcome.Changed ? Problems.PreconditionFailed : Problems.NotFound;
}
