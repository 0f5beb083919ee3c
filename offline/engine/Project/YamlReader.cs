using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PmCrm.Preview.Project;

/// <summary>
/// Reads one YAML document into <see cref="YamlNode"/>s. It stands on YamlDotNet's event parser, which costs a fraction of
/// its object mapper at start-up and keeps positions.
/// </summary>
public sealed class YamlReader
{
    private readonly Parser parser;
    private readonly string file;
    private readonly Dictionary<string, YamlNode> anchors = [];

    private YamlReader(TextReader text, string file)
    {
        parser = new Parser(text);
        this.file = file;
    }

    /// <summary>Loads what reading needs, so that the first file does not wait for it.</summary>
    public static void Prepare() => Read(new StringReader("key: [value]"), "");

    /// <param name="path">The file to read.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <returns>The document's root, or null when the file is empty.</returns>
    /// <exception cref="PreviewException">The file cannot be read, or is not well-formed YAML.</exception>
    public static YamlNode? ReadFile(string path, string name)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PreviewException.Usage($"cannot read {name}: {error.Message}", error);
        }
    }

    /// <inheritdoc cref="ReadFile"/>
    public static YamlNode? Read(TextReader text, string name)
    {
        try
        {
            return new YamlReader(text, name).ReadDocument();
        }
        catch (YamlException error)
        {
            var at = new Position(name, (int)error.Start.Line, (int)error.Start.Column);
            throw PreviewException.Usage($"{at}: not valid YAML: {error.Message}", error);
        }
    }

    private YamlNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return null;
        var root = ReadNode();
        parser.Consume<DocumentEnd>();
        return root is YamlScalar { Text: "", IsPlain: true } ? null : root;
    }

    private YamlNode ReadNode()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return anchors.TryGetValue(alias.Value.Value, out var target)
                ? target
                : throw PreviewException.Usage($"{At(alias.Start)}: the anchor '*{alias.Value.Value}' is not defined above it");
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            // "!!str 1" and other tags switch the typing of plain scalars off, as quotes do.
            var plain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
            return Remember(scalar.Anchor, new YamlScalar(At(scalar.Start), scalar.Value, plain));
        }
        return parser.TryConsume<SequenceStart>(out var sequence)
            ? Remember(sequence.Anchor, ReadSequence(sequence))
            : ReadMappingNode();
    }

    private YamlSequence ReadSequence(SequenceStart start)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode());
        return new YamlSequence(At(start.Start), items);
    }

    private YamlNode ReadMappingNode()
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode() as YamlScalar
                ?? throw PreviewException.Usage($"{At(parser.Current!.Start)}: a key must be a plain word or a string");
            if (!lines.TryAdd(key.Text, key.Position.Line))
                throw PreviewException.Usage(
                    $"{key.Position}: the key '{key.Text}' is already set on line {lines[key.Text]}");
            entries.Add(new YamlEntry(key.Text, key.Position, ReadNode()));
        }
        return Remember(start.Anchor, new YamlMapping(At(start.Start), entries));
    }

    private YamlNode Remember(AnchorName anchor, YamlNode node)
    {
        if (!anchor.IsEmpty)
            anchors[anchor.Value] = node;
        return node;
    }

    private Position At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);
}
