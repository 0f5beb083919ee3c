using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PmCrm.App.Configuration;
using PmCrm.App.Http;

namespace PmCrm.App.OpenApi;

/// <summary>The OpenAPI document of <c>/v1</c>: it is served, written at build time, and committed.</summary>
public static class ApiDocument
{
    private const string Name = "v1";
    private const string BearerScheme = "bearer";

    private static readonly Dictionary<string, string> TagDescriptions = new()
    {
        ["Authentication"] = "Accounts, sessions and their tokens.",
        ["Contacts"] = "People, their duplicates and merges.",
        ["Import"] = "Contacts from a CSV or vCard file.",
        ["Tags"] = "Labels that group contacts.",
        ["Search"] = "One search over contacts and interactions.",
        ["Interactions"] = "Notes, calls, meetings and e-mails with a contact.",
        ["Relationships"] = "How contacts are related to each other.",
        ["Reminders"] = "Reminders, single or recurring.",
        ["Files"] = "Photos of contacts, and files attached to contacts and interactions.",
        ["Recommendations"] = "Which contacts to get in touch with, and how often.",
        ["Enrichment"] = "Data about a contact from other sources, accepted field by field.",
        ["Messages"] = "Which messages are sent to this account, and how.",
        ["Account"] = "This account: read, change, export, erase.",
        ["Features"] = "The features that are configured here.",
        ["Account security"] = "Sign-in security of this account: sessions, password, second factor, API tokens.",
    };

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
        {
            // HEAD is GET without the body, so it is not described separately.
            options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head;
            options.AddDocumentTransformer(Describe);
            options.AddOperationTransformer(RequireToken);
            options.AddSchemaTransformer(TimeSchemas.Describe);
            options.AddSchemaTransformer(OneOfSchemas.Describe);
            options.AddOperationTransformer(TimeSchemas.Describe);
            options.AddOperationTransformer(ParameterDescriptions.Add);
            options.AddOperationTransformer(HeaderDescriptions.Add);
            options.AddOperationTransformer(FileBodies.Add);
            options.AddOperationTransformer(Examples.Add);
            options.AddOperationTransformer(FileAnswers.Add);
            options.AddDocumentTransformer(SchemaCorrections.Apply);
            options.AddDocumentTransformer(SchemaDescriptions.Add);
            options.AddDocumentTransformer(SchemaExamples.Add);
        });

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AnswerHead();
#if DEBUG
        if (app.Environment.IsDevelopment())
            Scalar.AspNetCore.ScalarEndpointRouteBuilderExtensions.MapScalarApiReference(app, "/docs");
#endif
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Personal Network CRM",
            Version = Name,
            Description =
                "Contacts, interactions, relationships and reminders of one person. Refusals are problem details (RFC 9457); `type` "
                + $"starts with {Problems.TypeBase} and ends with a stable code. `x-features` in the served document lists the optional "
                + "features that are configured on that server.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            Contact = new OpenApiContact { Name = "pmcrm contributors", Url = new Uri("https://api.pmcrm.io/") },
        };
        // The document that is written at build time has no configuration.
        if (!BuildTimeDocument.IsBeingWritten)
            document.Info.AddExtension("x-features", new JsonNodeExtension(Features(context.ApplicationServices)));
        // The document must not depend on the server's address.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
            },
        };
        document.Security = [Bearer(document)];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description = TagDescriptions.GetValueOrDefault(tag.Name ?? "");
        return Task.CompletedTask;
    }

    private static JsonArray Features(IServiceProvider services) =>
        new([.. OptionalFeatures.Of(services.GetRequiredService<AppOptions>()).Select(name => (JsonNode)JsonValue.Create(name))]);

    private static OpenApiSecurityRequirement Bearer(OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] };

    private static Task RequireToken(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        // An empty list means that the operation needs no token, despite the default at the root.
        var needsToken = context
            .Description.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>()
            .Any();
        operation.Security = needsToken ? [Bearer(context.Document)] : [];
        return Task.CompletedTask;
    }
}
