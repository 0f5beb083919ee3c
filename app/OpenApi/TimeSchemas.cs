using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PmCrm.App.Http;

namespace PmCrm.App.OpenApi;

/// <summary>Describes the times in requests; otherwise the document would describe them as objects or as any string.</summary>
internal static class TimeSchemas
{
    private const string Format = "date-time";

    /// <summary>A time in a body: the framework cannot derive the type from a custom converter.</summary>
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var isNullable = Nullable.GetUnderlyingType(type) is not null;
        if ((Nullable.GetUnderlyingType(type) ?? type) is var time && time != typeof(DateTimeOffset) && time != typeof(ZonedTime))
            return Task.CompletedTask;
        schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Format = Format;
        return Task.CompletedTask;
    }

    /// <summary>A time in a query.</summary>
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var moments = context
            .Description.ParameterDescriptions.Where(parameter =>
                parameter.ParameterDescriptor?.ParameterType is { } type && (type == typeof(QueryTime) || type == typeof(QueryTime?))
            )
            .Select(parameter => parameter.Name);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(one => moments.Contains(one.Name)) ?? [])
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = Format };
        return Task.CompletedTask;
    }
}
