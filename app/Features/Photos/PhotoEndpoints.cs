using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Storage;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Photos;

/// <summary>The photo of a contact.</summary>
public static class PhotoEndpoints
{
    /// <summary>In bytes: enough for a photo from a phone.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private static readonly string[] Types = [Picture.Jpeg, Picture.Png, Picture.WebP];

    private const string Example = """
        {"url":"https://account.eu.r2.cloudflarestorage.com/pmcrm-production-uploads/0123456789abcdef0123456789abcdef?X-Amz-Signature=…",
         "expiresAt":"2026-10-01T12:05:00+00:00","contentType":"image/jpeg","width":800,"height":600,"size":123456,
         "createdAt":"2026-10-01T12:00:00+00:00"}
        """;

    public static IServiceCollection AddPhotos(this IServiceCollection services) => services.AddPhotoExport();

    /// <summary>The services that an export needs.</summary>
    public static IServiceCollection AddPhotoExport(this IServiceCollection services) =>
        services.AddSingleton<PhotoStore>().AddJson(PhotoJson.Default);

    public static RouteGroupBuilder MapPhotos(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/{contactId:guid}/photo").WithTags("Files").ProducesProblem(404);
        group
            .MapPut("", Put)
            .WithName("PutContactPhoto")
            .WithSummary("Set a contact's photo")
            .WithDescription(
                """
                The file is the body: a JPEG, PNG or WebP of at most 8 MiB, 16,384 pixels per side and 50 million pixels. Its type is
                detected from its bytes. Locations, times and texts in the file are removed; the orientation is kept. It replaces the
                previous photo.
                """
            )
            .AcceptsFile(Types)
            .ProducesProblem(409)
            .ProducesProblem(413)
            .ProducesProblem(415)
            .ProducesProblem(422)
            .WithExample(response: Example);
        group
            .MapGet("", Find)
            .WithName("GetContactPhoto")
            .WithSummary("Read the URL of a contact's photo")
            .WithDescription("The URL works for five minutes without a token: use it in an img element.")
            .WithExample(response: Example);
        group
            .MapDelete("", Remove)
            .WithName("DeleteContactPhoto")
            .WithSummary("Delete a contact's photo")
            .WithDescription("It cannot be restored.");
        return group;
    }

    private static async Task<Results<Ok<Photo>, ProblemHttpResult>> Put(
        Guid contactId,
        CurrentUser user,
        ObjectStorage storage,
        PhotoStore photos,
        Uploads uploads,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!storage.IsOn)
            return StorageProblems.NotConfigured;
        var declared = request.GetTypedHeaders().ContentType?.MediaType.ToString();
        if (declared is not (null or "application/octet-stream") && !Types.Contains(declared, StringComparer.OrdinalIgnoreCase))
            return Problems.Of(415, "unsupported-media-type", $"A photo must be one of {string.Join(", ", Types)}.");
        if (!await photos.HasContact(user.Id, contactId, cancellationToken))
            return Problems.NotFound;
        try
        {
            Picture? picture = null;
            var outcome = await uploads.Take(
                request,
                user.Id,
                "A photo",
                MaxBytes,
                bytes =>
                {
                    picture = ReadAs(declared, bytes);
                    return new UploadContent(picture.ContentType, picture.Content);
                },
                async (session, stored, _) =>
                    await PhotoStore.Put(session, user.Id, contactId, stored, picture!, cancellationToken) ? stored : null,
                cancellationToken
            );
            if (outcome.Problem is { } problem)
                return problem;
        }
        catch (ImageRefusedException exception)
        {
            return Problems.Of(422, "unusable-photo", exception.Message);
        }
        return await photos.Find(user.Id, contactId, cancellationToken) is { } photo ? TypedResults.Ok(photo) : Problems.NotFound;
    }

    private static async Task<Results<Ok<Photo>, ProblemHttpResult>> Find(
        Guid contactId,
        CurrentUser user,
        ObjectStorage storage,
        PhotoStore photos,
        CancellationToken cancellationToken
    )
    {
        if (!storage.IsOn)
            return StorageProblems.NotConfigured;
        return await photos.Find(user.Id, contactId, cancellationToken) is { } photo ? TypedResults.Ok(photo) : Problems.NotFound;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid contactId,
        CurrentUser user,
        PhotoStore photos,
        CancellationToken cancellationToken
    ) => await photos.Remove(user.Id, contactId, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;

    private static Picture ReadAs(string? declared, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new ImageRefusedException("The body is empty. Send the picture as the body.");
        var picture = Picture.Read(bytes);
        if (
            Types.Contains(declared, StringComparer.OrdinalIgnoreCase)
            && !picture.ContentType.Equals(declared, StringComparison.OrdinalIgnoreCase)
        )
            throw new ImageRefusedException(
                $"Content-Type says {declared}, but the bytes are {picture.ContentType}. Send the right type, or no Content-Type."
            );
        return picture;
    }
}
