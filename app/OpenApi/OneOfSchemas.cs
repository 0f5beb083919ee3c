using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PmCrm.App.Http;

namespace PmCrm.App.OpenApi;

/// <summary>Lists the texts that a parameter or property with <see cref="OneOfAttribute"/> accepts.</summary>
internal static class OneOfSchemas
{
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var declared = context.JsonPropertyInfo?.AttributeProvider
            ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        if (declared?.GetCustomAttributes(typeof(OneOfAttribute), inherit: true) is not [OneOfAttribute one])
            return Task.CompletedTask;
        schema.Enum = [.. one.Values.Select(value => JsonValue.Create(value))];
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            schema.Enum.Add(JsonNullSentinel.JsonNull);
        return Task.CompletedTask;
    }
}
