using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PmCrm.App.OpenApi;

/// <summary>Describes the parameters with the same meaning in all operations: ids in the path, and the parameters of a page.</summary>
internal static class ParameterDescriptions
{
    /// <summary>The kind of an id, by the path segment before it.</summary>
    private static readonly Dictionary<string, string> Subjects = new()
    {
        ["contacts"] = "contact",
        ["interactions"] = "interaction",
        ["relationships"] = "relationship",
        ["reminders"] = "reminder",
        ["tags"] = "tag",
        ["import"] = "import",
        ["exports"] = "export",
        ["sessions"] = "session",
        ["tokens"] = "API token",
        ["attachments"] = "attachment",
        ["enrichment"] = "proposal",
    };

    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var segments = context.Description.RelativePath?.Split('/') ?? [];
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if (string.IsNullOrEmpty(parameter.Description))
                parameter.Description = parameter.In == ParameterLocation.Path ? OfId(parameter.Name!, segments) : OfPage(parameter.Name);
        return Task.CompletedTask;
    }

    private static string? OfId(string name, string[] segments)
    {
        // The template may have constraints: {id:guid}.
        var at = Array.FindIndex(segments, segment => segment.Trim('{', '}').Split(':')[0] == name && segment.StartsWith('{'));
        return at > 0 && Subjects.TryGetValue(segments[at - 1], out var subject) ? $"The id of the {subject}." : null;
    }

    private static string? OfPage(string? name) =>
        name switch
        {
            "cursor" => "The value of next in the previous page.",
            "limit" => "Maximum number of items in the page.",
            _ => null,
        };
}
