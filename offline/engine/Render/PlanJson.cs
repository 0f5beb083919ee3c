using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>Writes a plan in the shape of <c>pulumi preview --json</c>, in an order that depends only on the plan.</summary>
internal static class PlanJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(DeploymentPlan plan)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteMap(json, "config", plan.Config);
            json.WriteStartArray("steps");
            foreach (var resource in plan.Resources)
                WriteStep(json, resource);
            json.WriteEndArray();
            WriteDiagnostics(json, plan.Diagnostics);
            json.WriteStartObject("changeSummary");
            foreach (var group in plan.Resources.GroupBy(OpOf).OrderBy(group => group.Key, StringComparer.Ordinal))
                json.WriteNumber(group.Key, group.Count());
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    /// <summary>Writes one value; a secret is <c>[secret]</c>, an unknown the protocol's own mark.</summary>
    public static void WriteValue(Utf8JsonWriter json, PlanValue value)
    {
        switch (value)
        {
            case PlanBool boolean:
                json.WriteBooleanValue(boolean.Value);
                break;
            case PlanNumber number:
                WriteNumber(json, number.Value);
                break;
            case PlanText text:
                json.WriteStringValue(text.Text);
                break;
            case PlanSecret:
                json.WriteStringValue(PlanValue.Masked);
                break;
            case PlanUnknown:
                json.WriteStringValue(Wire.Unknown);
                break;
            case PlanList list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                    WriteValue(json, item);
                json.WriteEndArray();
                break;
            case PlanMap map:
                WriteEntries(json, map);
                break;
            case PlanAsset asset:
                json.WriteStartObject();
                json.WriteString(Wire.Signature, asset.Kind == "asset" ? Wire.Asset : Wire.Archive);
                foreach (var (key, item) in asset.Content.Entries)
                    WriteProperty(json, key, item);
                json.WriteEndObject();
                break;
            case PlanReference reference:
                json.WriteStartObject();
                json.WriteString(Wire.Signature, Wire.Reference);
                json.WriteString("urn", reference.Urn);
                json.WriteString("id", reference.Id);
                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    // JSON has no such numbers. The engine writes their bits (pkg/resource/stack/deployment.go, SerializePropertyValue).
    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
            return;
        }
        json.WriteStartObject();
        json.WriteString(Wire.Signature, Wire.NonFinite);
        json.WriteString("value", BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static string OpOf(PlanResource resource) =>
        resource.IsRead ? "read"
        : resource.Options.ImportId is null ? "create"
        : "import";

    private static void WriteStep(Utf8JsonWriter json, PlanResource resource)
    {
        json.WriteStartObject();
        json.WriteString("op", OpOf(resource));
        json.WriteString("urn", resource.Urn);
        WriteText(json, "provider", resource.Provider ?? DefaultProvider.Of(resource));
        json.WriteStartObject("newState");
        WriteState(json, resource);
        json.WriteEndObject();
        json.WriteNull("detailedDiff");
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, PlanResource resource)
    {
        var options = resource.Options;
        json.WriteString("urn", resource.Urn);
        json.WriteBoolean("custom", resource.IsCustom);
        WriteText(json, "id", resource.Id);
        json.WriteString("type", resource.Type);
        WriteProperties(json, "inputs", resource.Inputs);
        WriteProperties(json, "outputs", resource.Outputs);
        WriteText(json, "parent", resource.Parent);
        WriteFlag(json, "protect", options.Protect);
        WriteFlag(json, "external", resource.IsRead);
        WriteList(json, "dependencies", resource.Dependencies);
        WriteText(json, "provider", resource.Provider ?? DefaultProvider.Of(resource));
        if (resource.PropertyDependencies.Count > 0)
        {
            json.WriteStartObject("propertyDependencies");
            foreach (var (property, urns) in resource.PropertyDependencies)
            {
                json.WriteStartArray(property);
                foreach (var urn in urns)
                    json.WriteStringValue(urn);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        WriteList(json, "additionalSecretOutputs", options.AdditionalSecretOutputs);
        WriteList(json, "aliases", [.. options.Aliases.Select(alias => alias.Urn).Distinct(StringComparer.Ordinal)]);
        WriteTimeouts(json, options.CustomTimeouts);
        WriteText(json, "importID", options.ImportId);
        WriteText(json, "package", options.Package?.ToString());
        WriteFlag(json, "retainOnDelete", options.RetainOnDelete);
        WriteText(json, "deletedWith", options.DeletedWith);
        WriteList(json, "replaceWith", options.ReplaceWith);
        WriteList(json, "ignoreChanges", options.IgnoreChanges);
        WriteList(json, "replaceOnChanges", options.ReplaceOnChanges);
        if (options.DeleteBeforeReplace is { } deleteFirst)
            json.WriteBoolean("deleteBeforeReplace", deleteFirst);
    }

    private static void WriteDiagnostics(Utf8JsonWriter json, IEnumerable<Diagnostic> diagnostics)
    {
        var shown = diagnostics.Where(said => said.Severity != Severity.Debug).ToList();
        if (shown.Count == 0)
            return;
        json.WriteStartArray("diagnostics");
        foreach (var said in shown)
        {
            json.WriteStartObject();
            WriteText(json, "urn", said.Urn);
            json.WriteString("message", said.Message);
            json.WriteString(
                "severity",
                said.Severity switch
                {
                    Severity.Error => "error",
                    Severity.Warning => "warning",
                    _ => "info",
                }
            );
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteEntries(Utf8JsonWriter json, PlanMap map)
    {
        json.WriteStartObject();
        foreach (var (key, value) in map.Entries)
            WriteProperty(json, key, value);
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string key, PlanValue value)
    {
        json.WritePropertyName(key);
        WriteValue(json, value);
    }

    private static void WriteProperties(Utf8JsonWriter json, string name, PlanMap properties)
    {
        if (properties.Entries.Count == 0)
            return;
        json.WritePropertyName(name);
        WriteEntries(json, properties);
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteTimeouts(Utf8JsonWriter json, IReadOnlyDictionary<string, string> timeouts)
    {
        if (timeouts.Count == 0)
            return;
        json.WriteStartObject("customTimeouts");
        foreach (var (operation, duration) in timeouts)
            if (GoDuration.Seconds(duration) is { } seconds)
                json.WriteNumber(operation, seconds);
            else
                json.WriteString(operation, duration);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool flag)
    {
        if (flag)
            json.WriteBoolean(name, true);
    }
}
