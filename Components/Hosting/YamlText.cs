using System.Text;
using System.Text.Json.Nodes;

namespace PmCrm.Components.Hosting;

/// <summary>
/// Writes JSON as block-style YAML. Every text is a JSON string, which YAML 1.2 reads as the same text (https://yaml.org/spec/1.2.2/, 1.2),
/// so no value is mistaken for a number, a flag or a comment.
/// </summary>
internal static class YamlText
{
    private const string Step = "  ";

    /// <summary>The document's text, with a final line break.</summary>
    public static string Write(JsonObject document)
    {
        var text = new StringBuilder();
        WriteMembers(text, document, indent: "", isFirstInline: false);
        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, JsonObject members, string indent, bool isFirstInline)
    {
        foreach (var (name, value) in members)
        {
            text.Append(isFirstInline ? "" : indent).Append(name).Append(':');
            isFirstInline = false;
            WriteValue(text, value, indent + Step);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, string indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                WriteMembers(text, members, indent, isFirstInline: false);
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                foreach (var item in items)
                    WriteItem(text, item, indent);
                break;
            default:
                text.Append(' ').Append(value?.ToJsonString() ?? "null").Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, string indent)
    {
        text.Append(indent).Append('-');
        if (item is JsonObject { Count: > 0 } members)
        {
            text.Append(' ');
            WriteMembers(text, members, indent + Step, isFirstInline: true);
        }
        else
        {
            WriteValue(text, item, indent + Step);
        }
    }
}
