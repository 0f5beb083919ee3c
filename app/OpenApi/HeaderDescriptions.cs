using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PmCrm.App.Http;

namespace PmCrm.App.OpenApi;

/// <summary>Marks an endpoint whose successful answer has an ETag.</summary>
public sealed class SendsEntityTag
{
    internal static readonly SendsEntityTag Instance = new();

    private SendsEntityTag() { }
}

/// <summary>Marks an endpoint whose 202 has the URL of its status in Location. Every 201 has the URL of the created resource.</summary>
public sealed class SendsLocation
{
    internal static readonly SendsLocation Instance = new();

    private SendsLocation() { }
}

/// <summary>
/// The header parameters and response headers of the operations. The framework describes neither, because handlers read and write headers
/// themselves.
/// </summary>
public static class HeaderDescriptions
{
    private const string Success = "2";

    /// <summary>Declares in the OpenAPI document that a successful answer has an ETag.</summary>
    public static TBuilder WithEntityTag<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(SendsEntityTag.Instance);

    /// <summary>Declares in the OpenAPI document that the 202 has a Location.</summary>
    public static TBuilder WithLocation<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(SendsLocation.Instance);

    internal static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        AddParameters(operation, metadata);
        foreach (var (status, response) in operation.Responses ?? [])
            if (response is OpenApiResponse described)
                AddResponseHeaders(described, status, metadata);
        return Task.CompletedTask;
    }

    private static void AddParameters(OpenApiOperation operation, IList<object> metadata)
    {
        var responses = operation.Responses ?? [];
        if (responses.ContainsKey("428"))
        {
            var isAlwaysNeeded = operation.Parameters?.Any(parameter => parameter.Name == "dryRun") != true;
            AddParameter(
                operation,
                "If-Match",
                isAlwaysNeeded,
                "\"1\"",
                TextSchema(maxLength: null),
                "The ETag that was read; several are separated by commas, * matches any. The write is refused with 412 if none matches."
            );
        }
        if (responses.ContainsKey("304"))
            AddParameter(
                operation,
                "If-None-Match",
                isRequired: false,
                "\"1\"",
                TextSchema(maxLength: null),
                "The ETags that the client has; the answer is 304 if one of them is the current version."
            );
        if (metadata.OfType<HonorsIdempotencyKey>().Any())
            AddParameter(
                operation,
                IdempotencyKeys.Header,
                isRequired: false,
                "0198d0a0-9999-7000-8000-000000000001",
                TextSchema(IdempotencyKeys.MaxLength),
                "Chosen by the client, visible ASCII. Repeating the request within 24 hours returns the first answer and changes nothing."
            );
    }

    private static void AddResponseHeaders(OpenApiResponse response, string status, IList<object> metadata)
    {
        var succeeds = status.StartsWith(Success, StringComparison.Ordinal);
        if (status == "304" || (succeeds && metadata.OfType<SendsEntityTag>().Any()))
            AddHeader(response, "ETag", "The version, to send as If-Match or If-None-Match.");
        if (status is "201" or "302")
            AddHeader(response, "Location", status == "302" ? "Where to continue." : "The path of the created resource.");
        if (status == "202" && metadata.OfType<SendsLocation>().Any())
            AddHeader(response, "Location", "The path of the status.");
        if (succeeds && metadata.OfType<HonorsIdempotencyKey>().Any())
            AddHeader(
                response,
                IdempotencyKeys.ReplayHeader,
                "\"true\" if this is the repeated first answer; absent otherwise.",
                isRequired: false
            );
        if (status is "429" or "503")
            AddHeader(response, "Retry-After", "Seconds after which to try again.", schema: NumberSchema());
        if (status == "429")
        {
            AddHeader(
                response,
                RateLimitHeaders.Policy,
                "The limit: q requests in w seconds. Absent if the refusal has another reason.",
                isRequired: false
            );
            AddHeader(
                response,
                RateLimitHeaders.Limit,
                "r requests are left; in t seconds there are more. Absent if the refusal has another reason.",
                isRequired: false
            );
        }
        if (status == "401" && metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
            AddHeader(response, "WWW-Authenticate", "\"Bearer\": the scheme of the missing or invalid token.");
    }

    private static void AddParameter(
        OpenApiOperation operation,
        string name,
        bool isRequired,
        string example,
        OpenApiSchema schema,
        string description
    )
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Required = isRequired,
                Description = description,
                Schema = schema,
                Example = JsonValue.Create(example),
            }
        );
    }

    private static void AddHeader(
        OpenApiResponse response,
        string name,
        string description,
        OpenApiSchema? schema = null,
        bool isRequired = true
    )
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader
        {
            Description = description,
            Schema = schema ?? TextSchema(maxLength: null),
            Required = isRequired,
        };
    }

    private static OpenApiSchema TextSchema(int? maxLength) =>
        new()
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = maxLength,
        };

    private static OpenApiSchema NumberSchema() => new() { Type = JsonSchemaType.Integer, Minimum = "0" };
}
