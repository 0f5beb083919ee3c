using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Storage;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Attachments;

/// <summary>Files attached to contacts and interactions.</summary>
public static class AttachmentEndpoints
{
    /// <summary>In bytes.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private const int MaxFileName = 255;
    private const int MaxContentType = 100;
    private const string AnyBytes = "application/octet-stream";

    private const string Example = """
        {"id":"0198d0a0-5555-7000-8000-000000000001","contactId":"0198d0a0-1111-7000-8000-000000000001","interactionId":null,
         "fileName":"offer.pdf","contentType":"application/octet-stream","size":48213,"createdAt":"2026-10-01T12:00:00+00:00"}
        """;

    public static IServiceCollection AddAttachments(this IServiceCollection services) => services.AddAttachmentExport();

    /// <summary>The services that an export needs.</summary>
    public static IServiceCollection AddAttachmentExport(this IServiceCollection services) =>
        services.AddSingleton<AttachmentStore>().AddJson(AttachmentJson.Default);

    public static RouteGroupBuilder MapAttachments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/{contactId:guid}/attachments").WithTags("Files").ProducesProblem(404);
        group
            .MapGet("", List)
            .WithName("ListAttachments")
            .WithSummary("List the files of a contact")
            .WithDescription("Newest first, including files of its interactions. Pages by keyset: follow next until it is null.");
        group
            .MapPost("", Add)
            .WithName("AddAttachment")
            .WithSummary("Attach a file")
            .WithLocation()
            .WithDescription(
                "The file is the body, of any type, at most 10 MiB. It is stored unchanged and only offered as a download. "
                    + "Repeating the request attaches it again."
            )
            .AcceptsFile([AnyBytes])
            .ProducesProblem(409)
            .ProducesProblem(413)
            .WithExample("\"the bytes of the file\"", Example);
        group
            .MapGet("/{id:guid}", Find)
            .WithName("GetAttachment")
            .WithSummary("Read an attachment's details")
            .WithDescription("Its name, size and type. The URL from …/content returns its bytes.")
            .WithExample(response: Example);
        group
            .MapGet("/{id:guid}/content", Content)
            .WithName("GetAttachmentUrl")
            .WithSummary("Read the download URL of an attachment")
            .WithDescription("The URL works for five minutes without a token.");
        group
            .MapDelete("/{id:guid}", Remove)
            .WithName("DeleteAttachment")
            .WithSummary("Delete an attachment")
            .WithDescription("It cannot be restored.");
        return group;
    }

    private static async Task<Results<Ok<Page<Attachment>>, ProblemHttpResult>> List(
        Guid contactId,
        CurrentUser user,
        AttachmentStore attachments,
        CancellationToken cancellationToken,
        [Description("Only those of this interaction.")] Guid? interactionId = null,
        string? cursor = null,
        [Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        Cursor? after = null;
        if (cursor is not null && !AttachmentStore.TryReadCursor(cursor, out after))
            return Problems.InvalidCursor;
        return await attachments.List(user.Id, contactId, interactionId, after, limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problems.NotFound;
    }

    private static async Task<Results<Created<Attachment>, ProblemHttpResult>> Add(
        Guid contactId,
        [Description("The name under which the file is saved."), Required, StringLength(MaxFileName, MinimumLength = 1)] string fileName,
        CurrentUser user,
        ObjectStorage storage,
        AttachmentStore attachments,
        Uploads uploads,
        HttpRequest request,
        CancellationToken cancellationToken,
        [Description("The interaction that it belongs to. Default: the contact itself.")] Guid? interactionId = null
    )
    {
        if (!storage.IsOn)
            return StorageProblems.NotConfigured;
        if (string.IsNullOrWhiteSpace(fileName) || fileName.Any(char.IsControl) || fileName.AsSpan().ContainsAny('/', '\\'))
            return Problems.Invalid("fileName", "must be a name without control characters, / and \\");
        var type = request.GetTypedHeaders().ContentType?.MediaType.ToString() ?? AnyBytes;
        if (type.Length > MaxContentType)
            return Problems.Invalid("Content-Type", $"must be at most {MaxContentType} characters long");
        if (request.ContentLength == 0)
            return Problems.Invalid("body", "must not be empty");
        if (!await attachments.HasSubject(user.Id, contactId, interactionId, cancellationToken))
            return Problems.NotFound;
        var outcome = await uploads.Take(
            request,
            user.Id,
            "An attachment",
            MaxBytes,
            bytes => new UploadContent(type, bytes),
            (session, stored, _) =>
                AttachmentStore.Add(session, user.Id, contactId, interactionId, fileName.Trim(), stored, cancellationToken),
            cancellationToken
        );
        return outcome.Kept is { } added
            ? TypedResults.Created($"/v1/contacts/{contactId}/attachments/{added.Id}", added)
            : outcome.Problem!;
    }

    private static async Task<Results<Ok<Attachment>, ProblemHttpResult>> Find(
        Guid contactId,
        Guid id,
        CurrentUser user,
        AttachmentStore attachments,
        CancellationToken cancellationToken
    ) => await attachments.Find(user.Id, contactId, id, cancellationToken) is { } found ? TypedResults.Ok(found) : Problems.NotFound;

    private static async Task<Results<Ok<AttachmentUrl>, ProblemHttpResult>> Content(
        Guid contactId,
        Guid id,
        CurrentUser user,
        ObjectStorage storage,
        AttachmentStore attachments,
        CancellationToken cancellationToken
    )
    {
        if (!storage.IsOn)
            return StorageProblems.NotConfigured;
        return await attachments.UrlOf(user.Id, contactId, id, cancellationToken) is { } url ? TypedResults.Ok(url) : Problems.NotFound;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid contactId,
        Guid id,
        CurrentUser user,
        AttachmentStore attachments,
        CancellationToken cancellationToken
    ) => await attachments.Remove(user.Id, contactId, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;
}
