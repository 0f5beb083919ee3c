using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PmCrm.App.OpenApi;

/// <summary>Derives an example from the schema for every body without a written one.</summary>
internal static class SchemaExamples
{
    /// <summary>Deeper examples would only be longer.</summary>
    private const int MaxDepth = 5;

    public static Task Add(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value))
        {
            Fill(operation.RequestBody?.Content);
            foreach (var (_, response) in operation.Responses ?? [])
                Fill(response.Content);
        }
        return Task.CompletedTask;
    }

    private static void Fill(IDictionary<string, OpenApiMediaType>? contents)
    {
        foreach (var (type, content) in contents ?? new Dictionary<string, OpenApiMediaType>())
            if (type.EndsWith("json", StringComparison.Ordinal) && content.Example is null && content.Schema is { } schema)
                content.Example = Of(schema, 0);
    }

    private static JsonNode? Of(IOpenApiSchema schema, int depth)
    {
        if (schema.Examples is [{ } example, ..])
            return example.DeepClone();
        if (schema.Enum is { Count: > 0 } values)
            return values[0].DeepClone();
        // "Or null" is written as one of two schemas: use the other one.
        if ((schema.OneOf ?? schema.AnyOf)?.FirstOrDefault(one => one.Type != JsonSchemaType.Null) is { } alternative)
            return Of(alternative, depth);

        var type = (schema.Type ?? JsonSchemaType.Object) & ~JsonSchemaType.Null;
        if (type.HasFlag(JsonSchemaType.Object))
            return Object(schema, depth);
        if (type.HasFlag(JsonSchemaType.Array))
            return depth < MaxDepth && schema.Items is { } items ? new JsonArray(Of(items, depth + 1)) : [];
        if (type.HasFlag(JsonSchemaType.Boolean))
            return true;
        if (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number))
            return 1;
        return Text(schema.Format);
    }

    private static JsonObject Object(IOpenApiSchema schema, int depth)
    {
        var result = new JsonObject();
        if (depth < MaxDepth)
            foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
                result[name] = Of(property, depth + 1);
        return result;
    }

    private static string Text(string? format) =>
        format switch
        {
            "uuid" => "0196f2b4-7c1e-7a60-9d3f-2b8c5e4a1f00",
            "date-time" => "2026-03-01T09:30:00+00:00",
            "date" => "2026-03-01",
            "email" => "ada@example.com",
            "uri" => "https://example.com/",
            _ => "text",
        };
}
