using System.Text.Json;
using System.Text.RegularExpressions;

namespace PmCrm.Components.Common;

/// <summary>
/// The JSON Schema keywords (draft 2020-12) that our schemas use. A schema with another keyword is refused, because it would be checked
/// only in part.
/// </summary>
internal static class JsonSchemaRules
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A schema among this assembly's resources.</summary>
    public static JsonElement Load(string resource)
    {
        using var stream = typeof(JsonSchemaRules).Assembly.GetManifestResourceStream(resource)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    /// <summary>The problems of a value, each as <c>path: sentence</c>.</summary>
    public static IEnumerable<string> Check(string path, JsonElement value, JsonElement schema) =>
        schema.EnumerateObject().SelectMany(rule => Check(path, value, schema, rule));

    private static IEnumerable<string> Check(string path, JsonElement value, JsonElement schema, JsonProperty rule) =>
        rule.Name switch
        {
            "$schema" or "title" or "description" => [],
            "type" => Expect(IsOfType(value, rule.Value.GetString()!), path, $"is not of type {rule.Value}"),
            "const" => Expect(JsonElement.DeepEquals(value, rule.Value), path, $"is {value}; accepted: {rule.Value}"),
            "enum" => Expect(
                rule.Value.EnumerateArray().Any(accepted => JsonElement.DeepEquals(value, accepted)),
                path,
                $"is {value}; accepted: {rule.Value}"
            ),
            "pattern" => Expect(
                value.ValueKind is not JsonValueKind.String
                    || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.None, PatternTimeout),
                path,
                $"is '{value}'; accepted: text that matches {rule.Value}"
            ),
            "minItems" => Expect(
                value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() >= rule.Value.GetInt32(),
                path,
                $"has fewer than {rule.Value} items"
            ),
            "maxItems" => Expect(
                value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() <= rule.Value.GetInt32(),
                path,
                $"has more than {rule.Value} items"
            ),
            "minimum" => Expect(
                value.ValueKind is not JsonValueKind.Number || value.GetDecimal() >= rule.Value.GetDecimal(),
                path,
                $"is {value}, below {rule.Value}"
            ),
            "maximum" => Expect(
                value.ValueKind is not JsonValueKind.Number || value.GetDecimal() <= rule.Value.GetDecimal(),
                path,
                $"is {value}, above {rule.Value}"
            ),
            "required" => IfObject(value, _ =>
                rule.Value.EnumerateArray()
                    .Select(name => name.GetString()!)
                    .Where(name => !value.TryGetProperty(name, out JsonElement _))
                    .Select(name => $"{path}: lacks {name}")
            ),
            "properties" => IfObject(value, members =>
                members
                    .Where(member => rule.Value.TryGetProperty(member.Name, out JsonElement _))
                    .SelectMany(member => Check($"{path}.{member.Name}", member.Value, rule.Value.GetProperty(member.Name)))
            ),
            "additionalProperties" => IfObject(value, members =>
                members
                    .Where(member => !IsNamed(schema, member.Name))
                    .SelectMany(member =>
                        rule.Value.ValueKind is JsonValueKind.False
                            ? [$"{path}.{member.Name}: is not a known property"]
                            : Check($"{path}.{member.Name}", member.Value, rule.Value)
                    )
            ),
            "items" => value.ValueKind is JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, index) => Check($"{path}[{index}]", item, rule.Value))
                : [],
            _ => throw new NotSupportedException($"The schema keyword '{rule.Name}' is not supported."),
        };

    private static bool IsOfType(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind is JsonValueKind.Object,
            "array" => value.ValueKind is JsonValueKind.Array,
            "string" => value.ValueKind is JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
            _ => throw new NotSupportedException($"The schema type '{type}' is not supported."),
        };

    private static bool IsNamed(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out JsonElement _);

    private static IEnumerable<string> Expect(bool holds, string path, string problem) => holds ? [] : [$"{path}: {problem}"];

    private static IEnumerable<string> IfObject(JsonElement value, Func<JsonElement.ObjectEnumerator, IEnumerable<string>> check) =>
        value.ValueKind is JsonValueKind.Object ? check(value.EnumerateObject()) : [];
}
