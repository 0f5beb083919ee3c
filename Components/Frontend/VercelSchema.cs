using System.Text.Json;
using PmCrm.Components.Common;

namespace PmCrm.Components.Frontend;

/// <summary>Checks a <c>vercel.json</c> against <c>vercel.schema.json</c>: the part of Vercel's format that the frontend uses.</summary>
public static class VercelSchema
{
    private const string ResourceName = "vercel.schema.json";

    private static readonly Lazy<JsonElement> Schema = new(() => JsonSchemaRules.Load(ResourceName));

    /// <summary>The problems, each as <c>$.path: sentence</c>; empty when there are none.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyList<string> ProblemsWith(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. JsonSchemaRules.Check("$", document.RootElement, Schema.Value)];
    }
}
