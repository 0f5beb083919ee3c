using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PmCrm.Components.Hosting;

/// <summary>
/// Writes JSON as block-style YAML. Every string is in double quotes, so that none is read as a number, a boolean or a comment.
/// </summary>
internal static class YamlText
{
    private static readonly EmitterSettings Format = new EmitterSettings().WithNewLine("\n").WithIndentedSequences();

    /// <summary>The document's text, with a final line break.</summary>
    public static string Write(JsonObject document)
    {
        using var text = new StringWriter();
        var emitter = new Emitter(text, Format);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        WriteNode(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void WriteNode(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                emitter.Emit(new MappingStart());
                foreach (var (name, value) in members)
                {
                    emitter.Emit(new Scalar(name));
                    WriteNode(emitter, value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in items)
                    WriteNode(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(ScalarOf(node));
                break;
        }
    }

    private static Scalar ScalarOf(JsonNode? node) =>
        node?.GetValueKind() is JsonValueKind.String
            ? new Scalar(AnchorName.Empty, TagName.Empty, node.GetValue<string>(), ScalarStyle.DoubleQuoted, false, true)
            : new Scalar(node?.ToJsonString() ?? "null");
}
