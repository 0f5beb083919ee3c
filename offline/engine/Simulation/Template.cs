using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Simulation;

/// <summary>
/// Fills a template of computed properties. In a template <c>"$"</c> is a placeholder that names its origin,
/// <c>"$secret"</c> the same as a secret, <c>"$config namespace:name"</c> a configuration value if it is set, and anything else is
/// taken as written. Values that the program has set are kept.
/// </summary>
/// <param name="origin">What placeholders begin with: the resource's name, or the function's.</param>
internal sealed class Template(bool unknowns, IReadOnlyDictionary<string, ConfigEntry> config, string origin)
{
    private const string Placeholder = "$";
    private const string SecretPlaceholder = "$secret";
    private const string FromConfig = "$config ";

    public void MergeInto(Struct target, JsonElement template) => MergeInto(target, template, origin);

    private void MergeInto(Struct target, JsonElement template, string path)
    {
        foreach (var property in template.EnumerateObject())
        {
            var at = $"{path}.{property.Name}";
            if (!target.Fields.TryGetValue(property.Name, out var existing) || existing.KindCase == Value.KindOneofCase.NullValue)
                target.Fields[property.Name] = Make(property.Value, at);
            else
                Merge(existing, property.Value, at);
        }
    }

    private void Merge(Value existing, JsonElement template, string path)
    {
        if (Wire.SignatureOf(existing) is not null)
            return;
        if (existing.KindCase == Value.KindOneofCase.StructValue && template.ValueKind == JsonValueKind.Object)
            MergeInto(existing.StructValue, template, path);
        else if (existing.KindCase == Value.KindOneofCase.ListValue && template.ValueKind == JsonValueKind.Array)
            for (var i = 0; i < existing.ListValue.Values.Count; i++)
                Merge(existing.ListValue.Values[i], template[0], $"{path}[{i}]");
    }

    private Value Make(JsonElement template, string path)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object:
                var made = new Struct();
                MergeInto(made, template, path);
                return Value.ForStruct(made);
            case JsonValueKind.Array:
                return Value.ForList([.. template.EnumerateArray().Select((item, index) => Make(item, $"{path}[{index}]"))]);
            case JsonValueKind.String:
                return MakeText(template.GetString()!, path);
            default:
                return unknowns ? Value.ForString(Wire.Unknown)
                    : template.ValueKind == JsonValueKind.Number ? Value.ForNumber(template.GetDouble())
                    : Value.ForBool(template.GetBoolean());
        }
    }

    private Value MakeText(string template, string path)
    {
        var placeholder = Value.ForString(unknowns ? Wire.Unknown : $"<{path}>");
        if (template == SecretPlaceholder)
            return Wire.AsSecret(placeholder);
        if (template == Placeholder)
            return placeholder;
        if (template.StartsWith(FromConfig, StringComparison.Ordinal))
            return config.TryGetValue(template[FromConfig.Length..], out var entry) ? Value.ForString(entry.Text) : placeholder;
        return unknowns ? placeholder : Value.ForString(template);
    }
}
