using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PmCrm.App.OpenApi;

/// <summary>Corrects the schemas that the framework derives from C# types if the JSON differs from the type.</summary>
internal static class SchemaCorrections
{
    private const string ContactFields = "ContactFields";
    private const string ContactChange = "ContactChange";
    private const string MergePatch = "application/merge-patch+json";

    public static Task Apply(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        if (document.Components?.Schemas is not { } schemas)
            return Task.CompletedTask;
        DescribeProblems(schemas);
        DescribePatches(document, schemas);
        DescribeNullable(schemas);
        foreach (var name in BodyNames(document))
            if (schemas.TryGetValue(name, out var schema) && schema is OpenApiSchema body)
                RequireValues(body);
        return Task.CompletedTask;
    }

    // A problem has a requestId, which is an extension of the framework's type (RFC 9457, 3.2).
    private static void DescribeProblems(IDictionary<string, IOpenApiSchema> schemas)
    {
        schemas["ProblemDetails"] = Problem("A refusal (RFC 9457).");
        var validation = Problem("A refusal of a request that is not valid (RFC 9457).");
        validation.Properties!["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The errors by field. Absent if the request could not be parsed at all.",
            AdditionalProperties = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };
        schemas["HttpValidationProblemDetails"] = validation;
    }

    private static OpenApiSchema Problem(string description) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = description,
            Required = new HashSet<string> { "type", "title", "status", "requestId" },
            AdditionalPropertiesAllowed = false,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("The kind of problem; the last segment is a stable code.", "uri"),
                ["title"] = Text("The kind of problem in words."),
                ["status"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Description = "The status of the answer.",
                },
                ["detail"] = Text("What is wrong with this request, and what is accepted."),
                ["requestId"] = Text("Identifies the request in our logs."),
            },
        };

    private static OpenApiSchema Text(string description, string? format = null) =>
        new()
        {
            Type = JsonSchemaType.String,
            Description = description,
            Format = format,
        };

    // A handler reads a merge patch as JSON without a type, because it must distinguish null from absent.
    private static void DescribePatches(OpenApiDocument document, IDictionary<string, IOpenApiSchema> schemas)
    {
        if (!schemas.TryGetValue(ContactFields, out var fields) || fields.Properties is not { } properties)
            return;
        schemas[ContactChange] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A JSON merge patch (RFC 7396) of a contact: absent fields do not change, null clears a field.",
            AdditionalPropertiesAllowed = false,
            Properties = properties.ToDictionary(property => property.Key, property => Change(property.Key, property.Value)),
        };
        foreach (
            var content in Operations(document)
                .Select(operation => operation.RequestBody?.Content)
                .OfType<IDictionary<string, OpenApiMediaType>>()
        )
            if (content.ContainsKey(MergePatch))
                foreach (var media in content.Values)
                    media.Schema = new OpenApiSchemaReference(ContactChange, document);
        schemas.Remove("JsonElement");
    }

    private static IOpenApiSchema Change(string name, IOpenApiSchema property)
    {
        if (name == "name" || property.CreateShallowCopy() is not OpenApiSchema copy)
            return property;
        copy.Type |= JsonSchemaType.Null;
        return copy;
    }

    // The description of a nullable property is in the reference.
    private static void DescribeNullable(IDictionary<string, IOpenApiSchema> schemas)
    {
        foreach (var property in schemas.Values.SelectMany(schema => schema.Properties?.Values ?? []).OfType<OpenApiSchema>())
            if (string.IsNullOrEmpty(property.Description) && property.OneOf is { Count: > 0 } one)
                property.Description = one.OfType<OpenApiSchemaReference>().FirstOrDefault()?.Description;
    }

    // A nullable C# property distinguishes "absent" from a default; if it is required, null is refused.
    private static void RequireValues(OpenApiSchema body)
    {
        foreach (var name in body.Required ?? new HashSet<string>())
        {
            if (body.Properties?.TryGetValue(name, out var property) != true || property is not OpenApiSchema schema)
                continue;
            schema.Default = null;
            schema.Type &= ~JsonSchemaType.Null;
            if (schema.OneOf?.SingleOrDefault(one => one.Type != JsonSchemaType.Null) is { } value)
                body.Properties[name] = value;
        }
    }

    private static IEnumerable<string> BodyNames(OpenApiDocument document) =>
        from operation in Operations(document)
        from media in operation.RequestBody?.Content?.Values ?? []
        where media.Schema is OpenApiSchemaReference
        select ((OpenApiSchemaReference)media.Schema!).Reference.Id;

    private static IEnumerable<OpenApiOperation> Operations(OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value);
}
