using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PmCrm.App.OpenApi;

/// <summary>The accepted media types of a request body that is a file and is read as bytes.</summary>
public sealed record FileBody(IReadOnlyList<string> Types);

/// <summary>Describes bodies that are files; the framework describes only bodies that it parses itself.</summary>
public static class FileBodies
{
    /// <summary>Declares in the OpenAPI document that the body is a file with one of these media types.</summary>
    public static RouteHandlerBuilder AcceptsFile(this RouteHandlerBuilder endpoint, IReadOnlyList<string> types) =>
        endpoint.WithMetadata(new FileBody(types));

    internal static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<FileBody>().LastOrDefault() is not { } body)
            return Task.CompletedTask;
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "The bytes of the file.",
            Required = true,
            Content = body.Types.ToDictionary(
                type => type,
                _ => new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                }
            ),
        };
        return Task.CompletedTask;
    }
}
