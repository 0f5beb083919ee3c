using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PmCrm.App.Http;

namespace PmCrm.App.OpenApi;

/// <summary>The OpenAPI document of <c>/v1</c>: served, written at build time, committed.</summary>
public static class ApiDocument
{
    private const string Name = "v1";
    private const string BearerScheme = "bearer";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(RequireToken);
        options.AddOperationTransformer(Examples.Add);
        options.AddDocumentTransformer(SchemaExamples.Add);
    });

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
#if DEBUG
        if (app.Environment.IsDevelopment())
            Scalar.AspNetCore.ScalarEndpointRouteBuilderExtensions.MapScalarApiReference(app, "/docs");
#endif
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Personal Network CRM",
            Version = Name,
            Description = "Contacts, interactions, relationships and reminders of one person. Refusals are problem details (RFC 9457); `type` "
                + $"begins with {Problems.TypeBase} and ends with a stable code.",
        };
        // The document must not depend on where it is served from.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
        };
        return Task.CompletedTask;
    }

    private static Task RequireToken(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] }];
        return Task.CompletedTask;
    }
}
