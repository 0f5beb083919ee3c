using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace PmCrm.App.Http;

/// <summary>
/// 200 with a page, written by the code that the serializer's generator made for it. The framework's own result asks each property of each
/// item how it wants to be written, which for a page of twenty costs as much as the rest of the request.
/// </summary>
/// <param name="page">The answer.</param>
/// <param name="type">From the feature's own context, whose options are those that the code was generated for.</param>
public sealed class JsonPage<T>(Page<T> page, JsonTypeInfo<Page<T>> type)
    : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult, IContentTypeHttpResult, IValueHttpResult<Page<T>>
{
    /// <summary>As the framework escapes JSON answers: they are no part of an HTML page.</summary>
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public Page<T>? Value => page;

    public string ContentType => "application/json; charset=utf-8";

    public int? StatusCode => StatusCodes.Status200OK;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Page<T>), ["application/json"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = ContentType;
        // Before the first byte, so that it is written into the server's buffer and not into one that is copied later.
        await response.StartAsync(httpContext.RequestAborted);
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Writing)) JsonSerializer.Serialize(writer, page, type);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
