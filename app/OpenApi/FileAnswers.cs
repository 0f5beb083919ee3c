using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PmCrm.App.OpenApi;

/// <summary>Marks an endpoint that answers with an export file: all data as JSON, or the contacts as vCards or CSV.</summary>
public sealed class SendsExport
{
    internal static readonly SendsExport Instance = new();

    private SendsExport() { }
}

/// <summary>The content of answers that are files. The framework describes an answer without a type as one without content.</summary>
public static class FileAnswers
{
    private const string Rows = "\"id\",\"name\"\r\n\"0198d0a0-1111-7000-8000-000000000001\",\"Anna Muster\"\r\n";

    private const string Cards = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Muster\r\nEND:VCARD\r\n";

    /// <summary>Declares in the OpenAPI document that the answer is an export file.</summary>
    public static RouteHandlerBuilder WithExportFile(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(SendsExport.Instance);

    internal static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<SendsExport>().Any())
            return Task.CompletedTask;
        operation.Responses ??= [];
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = "OK",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = Content(
                    JsonSchemaType.Object,
                    "The account, and a list of each kind of its data.",
                    new JsonObject
                    {
                        ["exportedAt"] = "2026-10-01T12:00:03+00:00",
                        ["account"] = new JsonObject(),
                        ["contacts"] = new JsonArray(),
                    }
                ),
                ["text/vcard"] = Content(
                    JsonSchemaType.String,
                    "A vCard of each contact: 4.0 (RFC 6350), or 3.0 (RFC 2426).",
                    JsonValue.Create(Cards)
                ),
                ["text/csv"] = Content(JsonSchemaType.String, "A row for each contact (RFC 4180), in UTF-8.", JsonValue.Create(Rows)),
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiMediaType Content(JsonSchemaType type, string description, JsonNode example) =>
        new()
        {
            Schema = new OpenApiSchema { Type = type, Description = description },
            Example = example,
        };
}
